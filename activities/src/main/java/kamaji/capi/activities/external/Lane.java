// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.Route;
import kamaji.capi.workflows.decision.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other cluster: a few requests at a time, and one at a time while it does not answer, so that a dead
 * cluster holds up few threads. Whoever finds no place goes away at once, or nearly so.
 */
final class Lane implements Route {
    /** Requests at one time, of the 20 activities that a process runs by default. */
    static final int WIDTH = 4;

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FORBIDDEN = 403;

    private final RemoteCluster cluster;
    private final Runnable close;
    private final Semaphore places = new Semaphore(WIDTH);
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile boolean dead;
    private volatile boolean retired;

    /** @param close called once, when the lane is retired and its last request has ended */
    Lane(RemoteCluster cluster, Runnable close) {
        this.cluster = cluster;
        this.close = close;
    }

    @Override
    public <T extends @Nullable Object> T pass(Supplier<T> request) {
        if (!dead) {
            return inPlace(request);
        }
        if (!probing.compareAndSet(false, true)) {
            throw RemoteProblem.unreachable(cluster).failure();
        }
        try {
            return inPlace(request);
        } finally {
            probing.set(false);
        }
    }

    private <T extends @Nullable Object> T inPlace(Supplier<T> request) {
        if (!tryEnter()) {
            throw dead
                    ? RemoteProblem.unreachable(cluster).failure()
                    : new StepFailure(
                            Failure.Kind.RETRY,
                            "the cluster of " + cluster.describe() + " is busy with other control planes",
                            TOO_MANY_REQUESTS);
        }
        try {
            T answer = request.get();
            dead = false;
            return answer;
        } catch (KubernetesClientException e) {
            dead = e.getCode() <= 0;
            throw e;
        } finally {
            places.release();
            closeIfUnused();
        }
    }

    private boolean tryEnter() {
        try {
            return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public StepFailure explained(StepFailure failure) {
        if (failure.httpCode() == 0 && failure.kind() == Failure.Kind.RETRY) {
            return RemoteProblem.unreachable(cluster).failure();
        }
        String message = failure.httpCode() == FORBIDDEN
                ? failure.message()
                        .replace("the provider may not", "its user may not")
                        .replace(
                                "the provider's service account, as the roles in deploy/rbac do",
                                "it, as deploy/external/rbac.yaml does")
                : failure.message();
        return failure.withMessage("on the cluster of " + cluster.describe() + ": " + message);
    }

    /** Lets no new request in and closes after the last. */
    void retire() {
        retired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (retired && places.tryAcquire(WIDTH)) {
            close.run();
        }
    }
}
