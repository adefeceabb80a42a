// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Objects;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.KubernetesVersion;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.Upgrade;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a TenantControlPlane. */
final class TenantFacts {
    private TenantFacts() {}

    /**
     * The facts.
     *
     * @param belonging whom it belongs to
     * @param applied whether it carries what it should, or is left as it is
     * @param upgrade what is to be done about its version
     * @param deviations where it is not what the spec asks for
     * @param exposed where clients reach it behind an Ingress or a Gateway, null when at its Service
     */
    static TenantControlPlane of(
            GenericKubernetesResource live,
            Belonging belonging,
            boolean applied,
            @Nullable Upgrade upgrade,
            Deviations deviations,
            @Nullable Endpoint exposed) {
        TenantControlPlaneView view = new TenantControlPlaneView(live);
        String foreign = belonging.foreign();
        return new TenantControlPlane(
                view.uid(),
                view.deleting(),
                foreign,
                foreign == null && applied,
                processed(live, view.observedGeneration()),
                endpoint(view.controlPlaneEndpoint(), exposed),
                view.phase(),
                view.version(),
                view.replicas(),
                view.readyReplicas(),
                view.updatedReplicas(),
                view.availableReplicas(),
                view.selector(),
                source(view.adminKubeconfig()),
                source(view.certificateAuthority()),
                belonging.adoptable(),
                view.usedDataStore(),
                upgrade,
                deviations);
    }

    /** Whether Kamaji has processed what was asked for, and every pod runs it; one that sleeps has none. */
    static boolean steady(GenericKubernetesResource live) {
        TenantControlPlaneView view = new TenantControlPlaneView(live);
        boolean sleeps = "Sleeping".equals(view.phase());
        boolean runs = ("Ready".equals(view.phase()) || "WriteLimited".equals(view.phase()))
                && view.replicas() > 0
                && view.readyReplicas() == view.replicas()
                && view.updatedReplicas() == view.replicas();
        return (sleeps || runs)
                && processed(live, view.observedGeneration())
                && KubernetesVersion.parse(view.version()).equals(KubernetesVersion.parse(view.wantedVersion()));
    }

    private static boolean processed(GenericKubernetesResource live, @Nullable Integer observed) {
        Long generation = live.getMetadata().getGeneration();
        return observed == null || generation == null || observed >= generation;
    }

    /** Not before there is a Service, which an Ingress or a Gateway leads to. */
    private static @Nullable Endpoint endpoint(@Nullable String text, @Nullable Endpoint exposed) {
        try {
            Endpoint service = text == null ? null : Endpoint.parse(text);
            return service == null || exposed == null ? service : exposed;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable SourceSecret source(TenantControlPlaneView.@Nullable PublishedSecret secret) {
        return secret == null
                ? null
                : new SourceSecret(secret.name(), Objects.requireNonNullElse(secret.checksum(), ""));
    }
}
