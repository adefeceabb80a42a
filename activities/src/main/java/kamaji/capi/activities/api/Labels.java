// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

/** Keys and values of labels that the provider reads or writes. */
public final class Labels {
    /** The Cluster that an object belongs to. */
    public static final String CLUSTER_NAME = "cluster.x-k8s.io/cluster-name";

    /** Which provider instance looks after an object, compared with {@code --watch-filter}. */
    public static final String WATCH_FILTER = "cluster.x-k8s.io/watch-filter";

    /** On Secrets: who writes them; {@link #COMPONENT_CAPI} for ours. */
    public static final String COMPONENT = "kamaji.clastix.io/component";

    public static final String COMPONENT_CAPI = "capi";

    /** On the Secret in which Kamaji keeps the CA of a tenant. */
    public static final String COMPONENT_CA = "ca";

    /** On our Secrets: {@link #SECRET_KUBECONFIG} or {@link #SECRET_CA}. */
    public static final String SECRET = "kamaji.clastix.io/secret";

    public static final String SECRET_KUBECONFIG = "kubeconfig";
    public static final String SECRET_CA = "ca";

    /** On our Secrets: name of the Cluster. */
    public static final String CLUSTER = "kamaji.clastix.io/cluster";

    /** On our Secrets: name of the TenantControlPlane. */
    public static final String TENANT_CONTROL_PLANE = "kamaji.clastix.io/tcp";

    private Labels() {}
}
