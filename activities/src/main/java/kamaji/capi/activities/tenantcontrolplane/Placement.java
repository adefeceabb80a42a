// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

/**
 * Where a TenantControlPlane is on another cluster.
 *
 * @param namespace its namespace there
 * @param name its name there
 * @param owner what the annotation says that stands for the owner reference
 */
public record Placement(String namespace, String name, String owner) {}
