// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.status.StatusPatch;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities.Reported;
import kamaji.capi.workflows.lifecycle.Target;
import kamaji.capi.workflows.status.StatusReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the status in one patch, if it says something else, and tells what people wait for as events. */
public final class ReportStatus {
    private static final Logger LOG = LoggerFactory.getLogger(ReportStatus.class);

    private final LiveObjects live;
    private final KubernetesApi api;
    private final Clock clock;
    private final Consumer<Duration> onFirstReady;

    /** @param onFirstReady gets how long ago a control plane was created that has become ready for the first time */
    public ReportStatus(LiveObjects live, KubernetesApi api, Clock clock, Consumer<Duration> onFirstReady) {
        this.live = live;
        this.api = api;
        this.clock = clock;
        this.onFirstReady = onFirstReady;
    }

    public Reported run(Target target, StatusReport report) {
        ClusterObjects objects = live.forStatus(target);
        GenericKubernetesResource before = Objects.requireNonNull(objects.controlPlane());
        Instant now = clock.instant();
        StatusPatch patch = StatusPatch.of(before, report, now);
        if (patch.isEmpty()) {
            return new Reported(objects.controlPlaneFacts());
        }
        if (!target.resourceVersion().equals(before.getMetadata().getResourceVersion())) {
            throw StepFailure.stale("the KamajiControlPlane has changed since it was observed");
        }
        GenericKubernetesResource after = api.mergeStatus(
                References.CONTROL_PLANES, Patch.ofVersion(before, target.resourceVersion(), "status", patch.fields()));
        LOG.info(
                "wrote the status settled={} namespace={} name={} workflowId={}",
                report.settled() == null ? "no" : report.settled().result(),
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        tell(Transitions.between(before, report), target, after, now);
        if (report.ready() && !LiveStatus.of(before).initialized()) {
            onFirstReady.accept(
                    Duration.between(Instant.parse(before.getMetadata().getCreationTimestamp()), now));
        }
        return new Reported(objects.withControlPlane(after).controlPlaneFacts());
    }

    /** An event that is lost is no reason to write a status twice. */
    private void tell(
            Iterable<Transitions.Transition> transitions,
            Target target,
            GenericKubernetesResource controlPlane,
            Instant now) {
        for (Transitions.Transition transition : transitions) {
            try {
                api.event(transition.event(target.ref(), controlPlane, now));
            } catch (StepFailure failure) {
                LOG.warn(
                        "could not write an event reason={} cause={} namespace={} name={} workflowId={}",
                        transition.reason(),
                        failure.message(),
                        target.ref().namespace(),
                        target.ref().name(),
                        target.ref().workflowId());
            }
        }
    }
}
