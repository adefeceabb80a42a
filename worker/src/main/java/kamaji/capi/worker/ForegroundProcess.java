// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamaji.capi.worker.exit.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a provider until SIGTERM or SIGINT and ends the process with 0 once it has drained. */
final class ForegroundProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ForegroundProcess.class);

    /** Beyond the grace period of the worker, for the watcher, forced ends and connections. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private ForegroundProcess() {}

    /**
     * Starts, waits and closes in the calling thread.
     *
     * @throws kamaji.capi.worker.exit.StartFailure when the provider cannot start
     */
    static int run(Provider provider, Duration gracePeriod) {
        CountDownLatch closed = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> drain(provider, closed, gracePeriod.plus(SLACK)), "on-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (provider) {
            provider.start();
            provider.awaitStop();
        } finally {
            closed.countDown();
            forget(onSignal);
        }
        return provider.gaveUp() ? ExitCode.UNEXPECTED.number() : 0;
    }

    /** The JVM itself would answer a signal with 143; a drained process has ended well. */
    private static void drain(Provider provider, CountDownLatch closed, Duration patience) {
        provider.stop();
        try {
            boolean drained = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(drained ? 0 : 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("ending on a signal");
        }
    }
}
