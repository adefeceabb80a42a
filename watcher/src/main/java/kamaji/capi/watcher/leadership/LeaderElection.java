// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.leadership;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes part in the election once: a lost lead does not come back, so the process is meant to end then. */
public final class LeaderElection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

    private final KubernetesClient client;
    private final LeaderElectionSettings settings;
    private final Runnable lost;
    private final RenewedLock lock;
    private volatile boolean elected;
    private volatile boolean closing;
    private @Nullable CompletableFuture<?> election;

    /**
     * Not started yet.
     *
     * @param clock milliseconds that never go back
     * @param lost called once when the lead was lost, but not by {@link #close}
     */
    public LeaderElection(
            KubernetesClient client,
            String instance,
            LeaderElectionSettings settings,
            LongSupplier clock,
            Runnable lost) {
        this.client = client;
        this.settings = settings;
        this.lost = lost;
        this.lock =
                new RenewedLock(new LeaseLock(settings.namespace(), leaseName(instance), settings.identity()), clock);
    }

    /** Name of the Lease of an instance. */
    public static String leaseName(String instance) {
        return "kamaji-provider-" + instance;
    }

    /** Whether this process leads at this moment; false from the moment on at which its Lease may have run out. */
    public boolean leads() {
        return !settings.enabled()
                || (elected && lock.isRenewedWithin(settings.lease().toMillis()));
    }

    /** Starts to strive for the lead; returns at once. */
    public synchronized void start() {
        if (!settings.enabled() || closing) {
            return;
        }
        election = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(lock.describe())
                        .withLock(lock)
                        .withLeaseDuration(settings.lease())
                        .withRenewDeadline(settings.renew())
                        .withRetryPeriod(settings.retry())
                        .withReleaseOnCancel()
                        .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, LeaderElection::told))
                        .build())
                .build()
                .start();
    }

    private void won() {
        LOG.info("leading lease={} identity={}", lock.describe(), lock.identity());
        elected = true;
    }

    private void lost() {
        boolean led = elected;
        elected = false;
        if (led && !closing) {
            LOG.error("lead lost lease={} identity={}: no signal is sent any more", lock.describe(), lock.identity());
            lost.run();
        }
    }

    private static void told(@Nullable String leader) {
        LOG.debug("leader={}", leader);
    }

    /** Lets go of the lead so that another can take it at once. */
    @Override
    public void close() {
        closing = true;
        CompletableFuture<?> running;
        synchronized (this) {
            running = election;
        }
        if (running != null) {
            running.cancel(true);
        }
        elected = false;
    }
}
