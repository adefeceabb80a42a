// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.watcher.attention.Judgement;
import kamaji.capi.watcher.signals.Start;
import kamaji.capi.workflows.decision.Attention;
import kamaji.capi.workflows.decision.Attention.Urgency;
import kamaji.capi.workflows.decision.Outcome;
import kamaji.capi.workflows.decision.Purpose;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says from the caches what a cluster needs, by the same facts and the same decision as its workflow. */
final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private final Caches caches;
    private final Keys keys;
    private final @Nullable String watchFilter;
    private final ForeignSecrets foreign;
    private final ExternalGates gates;
    private final List<String> upgradeVersions;

    Judge(
            Caches caches,
            Keys keys,
            @Nullable String watchFilter,
            ForeignSecrets foreign,
            ExternalGates gates,
            List<String> upgradeVersions) {
        this.gates = gates;
        this.caches = caches;
        this.keys = keys;
        this.watchFilter = watchFilter;
        this.foreign = foreign;
        this.upgradeVersions = upgradeVersions;
    }

    /** Every control plane that is ours. */
    List<ClusterRef> all() {
        return caches.controlPlanes().all().stream()
                .filter(this::isOurs)
                .map(keys::controlPlane)
                .toList();
    }

    /** How those are, by their status. */
    Population population() {
        return Population.of(
                caches.controlPlanes().all().stream().filter(this::isOurs).toList());
    }

    Judgement judge(ClusterRef ref) {
        GenericKubernetesResource controlPlane = caches.controlPlanes().get(ref.namespace(), ref.name());
        if (controlPlane == null || !isOurs(controlPlane)) {
            return Judgement.ABSENT;
        }
        try {
            Optional<ClusterObjects> objects =
                    new Snapshot(ref, controlPlane, caches, foreign, gates, upgradeVersions).objects();
            return objects.isEmpty() ? Judgement.UNKNOWN_YET : known(ref, controlPlane, objects.get());
        } catch (KubernetesClientException e) {
            LOG.debug("secret not read namespace={} name={}", ref.namespace(), ref.name(), e);
            return Judgement.UNKNOWN_YET;
        }
    }

    private static Judgement known(ClusterRef ref, GenericKubernetesResource controlPlane, ClusterObjects objects) {
        try {
            Facts facts = objects.facts();
            ControlPlane seen = Objects.requireNonNull(facts.controlPlane());
            Attention attention = Attention.of(ref, facts);
            boolean blocked = seen.settled() != null
                    && seen.settled().result().equals(Outcome.Kind.BLOCKED.text())
                    && attention.urgency() == Urgency.NONE;
            return Judgement.known(
                            attention,
                            blocked,
                            new Start(
                                    seen.uid(),
                                    seen.version(),
                                    References.clusterName(controlPlane).orElse(null),
                                    seen.dataStore(),
                                    Purpose.of(facts)))
                    .settled(seen.settled() != null && attention.urgency() == Urgency.NONE);
        } catch (RuntimeException e) {
            return unreadable(ref, controlPlane, e);
        }
    }

    /** A defect of ours: the run fails likewise and shows it, and nobody else is held up. */
    private static Judgement unreadable(ClusterRef ref, GenericKubernetesResource controlPlane, RuntimeException e) {
        LOG.warn(
                "objects not understood namespace={} name={} workflow={}",
                ref.namespace(),
                ref.name(),
                ref.workflowId(),
                e);
        String reason =
                "not understood at generation " + controlPlane.getMetadata().getGeneration();
        Start start = new Start(String.valueOf(controlPlane.getMetadata().getUid()), "", null, null);
        return Judgement.known(new Attention(Urgency.NOW, reason), false, start);
    }

    private boolean isOurs(GenericKubernetesResource controlPlane) {
        Map<String, String> labels = controlPlane.getMetadata().getLabels();
        return watchFilter == null || (labels != null && watchFilter.equals(labels.get(Labels.WATCH_FILTER)));
    }
}
