// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

/**
 * A Secret that Kamaji has published.
 *
 * @param name its name, in the namespace of the TenantControlPlane
 * @param checksum Kamaji's checksum of its content, never the content
 */
public record SourceSecret(String name, String checksum) {}
