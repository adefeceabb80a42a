// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;

/** Waits for something that cannot be asked for. */
final class Pause {
    private Pause() {}

    static Runnable of(Duration time) {
        return () -> {
            try {
                TimeUnit.MILLISECONDS.sleep(time.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StartFailure(ExitCode.UNEXPECTED, "interrupted; run the command again");
            }
        };
    }
}
