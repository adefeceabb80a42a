// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import kamaji.capi.workflows.facts.ClusterRef;

/**
 * The very object that a step acts for. An activity that finds another UID, a pause or (but for deletion) a deletion
 * writes nothing and fails as {@code STALE}.
 *
 * @param ref names it
 * @param uid UID of the KamajiControlPlane as observed
 * @param resourceVersion of the KamajiControlPlane as observed, guards its status
 */
public record Target(ClusterRef ref, String uid, String resourceVersion) {}
