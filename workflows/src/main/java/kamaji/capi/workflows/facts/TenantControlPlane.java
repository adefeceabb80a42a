// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.Nullable;

/**
 * What matters of Kamaji's TenantControlPlane.
 *
 * @param uid its UID
 * @param deleting whether it has a deletion timestamp
 * @param foreign who owns it when it is not this KamajiControlPlane; null when it is ours
 * @param applied whether it carries what we intend, leaf by leaf
 * @param processed whether Kamaji has processed its current generation; true where Kamaji does not tell
 * @param endpoint {@code status.controlPlaneEndpoint}, null until Kamaji knows it
 * @param phase {@code status.kubernetesResources.version.status}, null while there is no status
 * @param version the version that runs, with a leading v; null before the first Ready
 * @param replicas pods of the Deployment
 * @param ready ready pods
 * @param updated pods of the newest template
 * @param available available pods
 * @param selector label selector of the pods, null while unknown
 * @param kubeconfig the Secret with the admin kubeconfig, null until Kamaji has written it
 * @param certificateAuthority the Secret with the CA, null until Kamaji has written it
 * @param adoptable whether what makes it foreign is gone, so that it may become ours
 * @param dataStore the data store in use, null until Kamaji tells
 * @param upgrade what is to be done about its version, null when it is the wanted one
 */
public record TenantControlPlane(
        String uid,
        boolean deleting,
        @Nullable String foreign,
        boolean applied,
        boolean processed,
        @Nullable Endpoint endpoint,
        @Nullable String phase,
        @Nullable String version,
        int replicas,
        int ready,
        int updated,
        int available,
        @Nullable String selector,
        @Nullable SourceSecret kubeconfig,
        @Nullable SourceSecret certificateAuthority,
        boolean adoptable,
        @Nullable String dataStore,
        @Nullable Upgrade upgrade) {

    /** One that is ours, or that stays with whom it belongs to. */
    public TenantControlPlane(
            String uid,
            boolean deleting,
            @Nullable String foreign,
            boolean applied,
            boolean processed,
            @Nullable Endpoint endpoint,
            @Nullable String phase,
            @Nullable String version,
            int replicas,
            int ready,
            int updated,
            int available,
            @Nullable String selector,
            @Nullable SourceSecret kubeconfig,
            @Nullable SourceSecret certificateAuthority) {
        this(
                uid,
                deleting,
                foreign,
                applied,
                processed,
                endpoint,
                phase,
                version,
                replicas,
                ready,
                updated,
                available,
                selector,
                kubeconfig,
                certificateAuthority,
                false,
                null,
                null);
    }
}
