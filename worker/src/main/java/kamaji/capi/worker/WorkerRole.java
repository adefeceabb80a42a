// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.grpc.StatusRuntimeException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kamaji.capi.worker.metrics.StepMeasures;
import kamaji.capi.worker.options.LimitOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes workflow tasks and activities from Temporal and does them. As many processes as wanted may play it. */
final class WorkerRole implements Role {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRole.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration FORCED = Duration.ofSeconds(3);

    private final Connections connections;
    private final WorkerFactory factory;
    private volatile boolean started;

    WorkerRole(Connections connections, Wiring wiring) {
        this.connections = connections;
        LimitOptions limits = connections.options().limits();
        boolean virtual = connections.threads().available();
        factory = WorkerFactory.newInstance(connections.temporal().client(), factoryOptions(connections, virtual));
        Worker worker = factory.newWorker(connections.instance().taskQueue(), workerOptions(limits, virtual));
        wiring.register(worker, connections);
    }

    /** A cached run holds a thread or two; platform threads beyond the limit would evict runs in the middle of work. */
    private static WorkerFactoryOptions factoryOptions(Connections connections, boolean virtual) {
        LimitOptions limits = connections.options().limits();
        return WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new StepMeasures(connections.metrics()))
                .setUsingVirtualWorkflowThreads(virtual)
                .setWorkflowCacheSize(limits.workflowCacheSize())
                .setMaxWorkflowThreadCount(2 * (limits.workflowCacheSize() + limits.workflowSlots()))
                .build();
    }

    private static WorkerOptions workerOptions(LimitOptions limits, boolean virtual) {
        return WorkerOptions.newBuilder()
                .setUsingVirtualThreads(virtual)
                .setMaxConcurrentActivityExecutionSize(limits.activitySlots())
                .setMaxConcurrentLocalActivityExecutionSize(limits.activitySlots())
                .setMaxConcurrentWorkflowTaskExecutionSize(limits.workflowSlots())
                .setDefaultDeadlockDetectionTimeout(Duration.ofSeconds(2).toMillis())
                .build();
    }

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public void start() {
        do {
            try {
                factory.start();
                started = true;
                LOG.info("worker started taskQueue={}", connections.instance().taskQueue());
                return;
            } catch (StatusRuntimeException away) {
                LOG.warn(
                        "worker cannot start yet taskQueue={} reason={}",
                        connections.instance().taskQueue(),
                        away.getStatus().getCode());
            }
        } while (!connections.end().within(BETWEEN_TRIES));
    }

    @Override
    public boolean ready() {
        return started && !factory.isShutdown();
    }

    @Override
    public boolean alive() {
        return true;
    }

    @Override
    public String why() {
        return started ? "is shut down" : "has not started";
    }

    /** Lets running activities end, so that none is cut between two of its writes. */
    @Override
    public void close() {
        Duration grace = connections.options().limits().shutdownGracePeriod();
        long begin = System.nanoTime();
        factory.shutdown();
        factory.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
        boolean late = System.nanoTime() - begin >= grace.toNanos();
        // A factory that never started is not terminated either, but has nothing to wait for.
        if (late && !factory.isTerminated()) {
            LOG.warn(
                    "worker has work running after {} s; it is interrupted and done again elsewhere",
                    grace.toSeconds());
            factory.shutdownNow();
            factory.awaitTermination(FORCED.toMillis(), TimeUnit.MILLISECONDS);
        }
        LOG.info("worker stopped");
    }
}
