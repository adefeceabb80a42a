// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

/**
 * A reference of a Cluster to its infrastructure cluster.
 *
 * @param apiGroup API group of the kind
 * @param kind for example KubevirtCluster
 * @param name name of the object, in the namespace of the Cluster
 */
public record InfrastructureRef(String apiGroup, String kind, String name) {
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
