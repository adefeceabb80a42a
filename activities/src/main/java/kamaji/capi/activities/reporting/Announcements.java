// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.HttpURLConnection;
import java.time.Clock;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.workflows.facts.ClusterRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events about what the provider did beside the usual, as warnings: a person should know. */
public final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final KubernetesApi api;
    private final Clock clock;

    public Announcements(KubernetesApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * Tells it, in the log too. An event that is there already is enough; and in a namespace that is being terminated no
     * event can be made nor would be left, so that log and result of the run have to do.
     *
     * @throws StepFailure when the event could not be written, so that nothing is done that nobody was told
     */
    public void insist(ClusterRef ref, GenericKubernetesResource controlPlane, Announcement what, String message) {
        LOG.warn(
                "{} message=\"{}\" namespace={} name={} workflowId={}",
                what.reason(),
                message,
                ref.namespace(),
                ref.name(),
                ref.workflowId());
        try {
            api.event(
                    EventNote.warning(ref, controlPlane, what.reason(), message).event(clock.instant()));
        } catch (StepFailure failure) {
            if (failure.httpCode() != HttpURLConnection.HTTP_CONFLICT && !isTerminating(failure)) {
                throw failure;
            }
        }
    }

    /** As the admission plugin NamespaceLifecycle of the API server says it. */
    private static boolean isTerminating(StepFailure failure) {
        return failure.httpCode() == HttpURLConnection.HTTP_FORBIDDEN
                && failure.message().contains("because it is being terminated");
    }

    /** As {@link #insist}, but an event that is lost is no failure: what it tells has happened. */
    public void tell(ClusterRef ref, GenericKubernetesResource controlPlane, Announcement what, String message) {
        try {
            insist(ref, controlPlane, what, message);
        } catch (StepFailure failure) {
            LOG.warn(
                    "could not write an event reason={} cause=\"{}\" namespace={} name={} workflowId={}",
                    what.reason(),
                    failure.message(),
                    ref.namespace(),
                    ref.name(),
                    ref.workflowId());
        }
    }
}
