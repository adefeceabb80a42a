// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamaji.capi.local.simulation.ApiRefusal;

/**
 * One pass over one tenant: all steps in order, each a no-op when its work is done, so that a pass that was broken off
 * anywhere is simply started again.
 */
final class TenantPass {
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KamajiOptions options;
    private final KamajiFaults faults;
    private final DataStores stores;
    private final Step deletion;
    private final List<Step> steps = new ArrayList<>();
    private final TenantObjects objects;
    private final CountDownLatch closing;

    TenantPass(
            KamajiOptions options,
            KamajiFaults faults,
            DataStores stores,
            Step deletion,
            List<Step> steps,
            TenantObjects objects,
            CountDownLatch closing) {
        this.options = options;
        this.faults = faults;
        this.stores = stores;
        this.deletion = deletion;
        this.steps.addAll(steps);
        this.objects = objects;
        this.closing = closing;
    }

    /** Runs the pass as far as it goes; the result is when to come back without an event. */
    Optional<Duration> run(Tenant tenant) {
        try {
            Optional<Duration> next = steps(tenant);
            objects.flush(tenant);
            return next;
        } catch (ApiRefusal refusal) {
            // A tenant that is gone, or another object under its name: its own event tells the rest.
            if (refusal.notFound() && tenant.object().deleting()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private Optional<Duration> steps(Tenant tenant) {
        if (tenant.object().annotated(Kamaji.PAUSED)) {
            return Optional.empty();
        }
        boolean deleting = tenant.object().deleting();
        if (deleting && tenant.object().finalizers().isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> storeWait = deleting ? Optional.empty() : waitForStore(tenant);
        if (storeWait.isPresent()) {
            return storeWait.filter(wait -> !wait.isZero());
        }
        for (Step step : deleting ? List.of(deletion, deletion) : steps) {
            Step.Result result = step.run(tenant);
            if (result.ends()) {
                return Optional.of(result.retry())
                        .filter(retry -> !retry.isZero())
                        .or(() -> wake(tenant));
            }
            boolean pauses = result.wrote() && !options.stepDelay().isZero();
            if (pauses && !options.serial()) {
                return Optional.of(options.stepDelay());
            }
            if (pauses) {
                block(options.stepDelay());
            }
        }
        return wake(tenant);
    }

    /** Empty when the store can be used; zero when only an event can help. */
    private Optional<Duration> waitForStore(Tenant tenant) {
        String store = tenant.spec("dataStore");
        if (store.isEmpty()) {
            return Optional.of(RETRY);
        }
        if (!stores.exists(store)) {
            return Optional.of(Duration.ZERO);
        }
        if (!stores.ready(store)) {
            return Optional.of(RETRY);
        }
        if (!faults.hangs(store)) {
            return Optional.empty();
        }
        if (options.serial()) {
            block(STORE_TIMEOUT);
            return Optional.of(RETRY);
        }
        return Optional.of(STORE_TIMEOUT);
    }

    private static Optional<Duration> wake(Tenant tenant) {
        return tenant.takeWake()
                .map(at -> Duration.between(Instant.now(), at))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Keeps the only worker busy, as one tenant does to all others in Kamaji. */
    private void block(Duration time) {
        try {
            if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("closing", e);
        }
    }
}
