// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.Objects;

/**
 * Names the KamajiControlPlane that a workflow is about, and the provider instance that acts for it.
 *
 * @param instance name of the provider instance; activities refuse a reference of another one
 * @param namespace namespace of the KamajiControlPlane
 * @param name name of the KamajiControlPlane
 */
public record ClusterRef(String instance, String namespace, String name) {
    private static final int LONGEST_WORKFLOW_ID = 255;
    private static final int HASH_LENGTH = 16;

    public ClusterRef {
        require(instance, "instance");
        require(namespace, "namespace");
        require(name, "name");
    }

    /** The workflow id: stable for a namespace and name, whatever the UID, and never longer than 255 characters. */
    public String workflowId() {
        String id = instance + "/" + namespace + "/" + name;
        if (id.length() <= LONGEST_WORKFLOW_ID) {
            return id;
        }
        return id.substring(0, LONGEST_WORKFLOW_ID - HASH_LENGTH - 1) + "-" + Digests.of(id);
    }

    private static void require(String value, String what) {
        if (Objects.requireNonNull(value, what).isBlank()) {
            throw new IllegalArgumentException("a cluster reference needs a non-empty " + what);
        }
    }
}
