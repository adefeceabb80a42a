// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Digests;

/**
 * An event about a control plane, yet without a time.
 *
 * @param key equal for what should be told only once, at one version of the control plane
 */
record EventNote(
        ClusterRef ref,
        GenericKubernetesResource controlPlane,
        String key,
        String type,
        String reason,
        String message) {
    private static final String COMPONENT = "kamaji-provider";
    private static final String WORKFLOW = Annotations.PROVIDER_PREFIX + "workflow-id";
    /** The API server refuses more than 1024 bytes. */
    private static final int LONGEST = 500;

    static EventNote warning(ClusterRef ref, GenericKubernetesResource controlPlane, String reason, String message) {
        return new EventNote(ref, controlPlane, reason, "Warning", reason, message);
    }

    /** The event, under a name that makes a second one of the same key impossible. */
    Event event(Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String version = controlPlane.getMetadata().getResourceVersion();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(ref.namespace())
                .withName(ref.name() + "." + Digests.of(key + version))
                .addToAnnotations(WORKFLOW, ref.workflowId())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(KamajiControlPlane.API_VERSION)
                .withKind(KamajiControlPlane.KIND)
                .withNamespace(ref.namespace())
                .withName(ref.name())
                .withUid(controlPlane.getMetadata().getUid())
                .withResourceVersion(version)
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…")
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance("")
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
    }
}
