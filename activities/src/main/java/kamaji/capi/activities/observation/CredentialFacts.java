// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/**
 * Judges the published Secrets of one control plane.
 *
 * @param controlPlane the KamajiControlPlane
 * @param clusterName the Cluster that it belongs to
 * @param tenant the TenantControlPlane, null when there is none
 * @param seesAll whether every Secret is seen; otherwise one of Kamaji that is not is trusted, since Kamaji makes it again
 * @param elsewhere whether the TenantControlPlane is on another cluster, with Kamaji's Secrets
 */
public record CredentialFacts(
        GenericKubernetesResource controlPlane,
        String clusterName,
        @Nullable TenantControlPlane tenant,
        boolean seesAll,
        boolean elsewhere) {

    /** The state of both Secrets, each null when it does not exist. */
    public Credentials of(@Nullable PublishedSecret kubeconfig, @Nullable PublishedSecret certificateAuthority) {
        State state = kubeconfig(kubeconfig);
        String expires = kubeconfig != null && state == State.CURRENT ? kubeconfig.expires() : null;
        return new Credentials(state, certificateAuthority(certificateAuthority), expires);
    }

    /** Whether the CA Secret that Cluster API reads is Kamaji's own, which is so where all names are equal. */
    public boolean isKamajisOwn(SourceSecret certificateAuthority) {
        return !elsewhere && certificateAuthority.name().equals(References.certificateAuthoritySecret(clusterName));
    }

    private State kubeconfig(@Nullable PublishedSecret published) {
        SourceSecret source = tenant == null ? null : tenant.kubeconfig();
        return copy(published, source == null ? null : CredentialSource.kubeconfig(controlPlane, source));
    }

    private State certificateAuthority(@Nullable PublishedSecret published) {
        SourceSecret source = tenant == null ? null : tenant.certificateAuthority();
        if (source != null && isKamajisOwn(source)) {
            return own(published);
        }
        return copy(published, source == null ? null : CredentialSource.certificateAuthority(source));
    }

    private State own(@Nullable PublishedSecret published) {
        if (published == null) {
            return seesAll ? State.MISSING : State.CURRENT;
        }
        return carriesClusterName(published) ? State.CURRENT : State.STALE;
    }

    private State copy(@Nullable PublishedSecret published, @Nullable CredentialSource source) {
        if (published == null) {
            return State.MISSING;
        }
        if (!published.isForClusterApi()) {
            return State.FOREIGN;
        }
        boolean current = source != null
                && carriesClusterName(published)
                && Labels.COMPONENT_CAPI.equals(published.labels().get(Labels.COMPONENT))
                && controlPlane.getMetadata().getUid().equals(published.ownerUid())
                && source.mark(published.contentHash()).equals(published.publishedMark());
        return current ? State.CURRENT : State.STALE;
    }

    private boolean carriesClusterName(PublishedSecret published) {
        return clusterName.equals(published.labels().get(Labels.CLUSTER_NAME));
    }
}
