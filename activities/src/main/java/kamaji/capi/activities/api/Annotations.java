// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

/** Keys of annotations that the provider reads or writes. */
public final class Annotations {
    /** Prefix of the provider's own keys. */
    public static final String PROVIDER_PREFIX = "controlplane.kamaji.clastix.io/";

    /** On a KamajiControlPlane: a changed value asks for another look. */
    public static final String RECONCILE_REQUESTED_AT = PROVIDER_PREFIX + "reconcile-requested-at";

    /**
     * On a KamajiControlPlane that is being deleted: lets go of it before its TenantControlPlane is gone. The value says
     * who asks and why; an empty one asks for nothing.
     */
    public static final String FORCE_RELEASE = PROVIDER_PREFIX + "force-release";

    /** On a TenantControlPlane: hash of the intent that was applied last. */
    public static final String APPLIED = PROVIDER_PREFIX + "applied";

    /** On a KamajiControlPlane: where its TenantControlPlane is, if that is another cluster. */
    public static final String EXTERNAL_TENANT = PROVIDER_PREFIX + "external-tenant";

    /** On a TenantControlPlane of another cluster: namespace, name and UID of its KamajiControlPlane. */
    public static final String OWNER = PROVIDER_PREFIX + "owner";

    /** On a TenantControlPlane: paths of intended fields that its served schema does not know, with commas between. */
    public static final String NOT_SERVED = PROVIDER_PREFIX + "not-served";

    /**
     * On a TenantControlPlane: the revision of the mapping and a hash of what was mapped, of the last apply. Of another
     * revision with the same hash nobody has asked for a change.
     */
    public static final String MAPPING = PROVIDER_PREFIX + "mapping";

    /**
     * On a KamajiControlPlane: hash of what is mapped, as it was when its TenantControlPlane was adopted from the Go
     * provider. With another hash somebody has asked for a change.
     */
    public static final String ADOPTED = PROVIDER_PREFIX + "adopted";

    /** On a KamajiControlPlane: corrections do not wait for a change, unless the value is empty or {@code false}. */
    public static final String APPLY_CORRECTIONS = PROVIDER_PREFIX + "apply-corrections";

    /** On a KamajiControlPlane: stops the provider, whatever the value. */
    public static final String PAUSED = "cluster.x-k8s.io/paused";

    /** On a KamajiControlPlane, copied to the TenantControlPlane: stops Kamaji there, whatever the value. */
    public static final String KAMAJI_PAUSED = "kamaji.clastix.io/paused";

    /** On a KamajiControlPlane: which key of Kamaji's admin Secret becomes the published kubeconfig. */
    public static final String KUBECONFIG_SECRET_KEY = "kamaji.clastix.io/kubeconfig-secret-key";

    /** Keeps clusterctl from moving the object while present. */
    public static final String BLOCK_MOVE = "clusterctl.cluster.x-k8s.io/block-move";

    /** Set by clusterctl on what it deletes at the source of a move. */
    public static final String DELETE_FOR_MOVE = "clusterctl.cluster.x-k8s.io/delete-for-move";

    /** On an infrastructure cluster: who manages it in place of its own controller. */
    public static final String MANAGED_BY = "cluster.x-k8s.io/managed-by";

    private Annotations() {}
}
