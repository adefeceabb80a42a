// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.temporal.worker.Worker;
import java.time.Clock;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.lifecycle.KubernetesControlPlaneActivities;
import kamaji.capi.worker.metrics.Metric;
import kamaji.capi.workflows.lifecycle.DurableControlPlaneLifecycle;

/** The provider's watcher, workflow and activities. */
final class ControlPlaneWiring implements Wiring {
    @Override
    public void register(Worker worker, Connections connections) {
        worker.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
        worker.registerActivitiesImplementations(new KubernetesControlPlaneActivities(
                connections.kubernetes().activities(),
                connections.instance().name(),
                AccessCheck.valueOf(
                        connections.options().kubernetes().accessCheck().name()),
                connections.options().infrastructure().kinds(),
                connections.options().features().external(),
                connections.options().kubernetes().upgradeVersions(),
                Clock.systemUTC(),
                connections.kubernetes().throttle(),
                time -> Metric.TIME_TO_READY.record(connections.metrics(), time)));
        Metric.TIME_TO_READY.timer(connections.metrics());
    }

    @Override
    public Role watcher(Connections connections) {
        return new WatcherRole(connections);
    }
}
