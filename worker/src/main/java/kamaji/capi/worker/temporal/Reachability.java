// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every few seconds whether Temporal is there, for readiness; says in the log when that changes. */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

    private final Runnable question;
    private volatile boolean reachable;
    private @Nullable Instant awaySince;

    /** @param question returns when Temporal answers, throws when it does not */
    Reachability(Runnable question) {
        this.question = question;
    }

    /** Temporal is there now. */
    void begin() {
        reachable = true;
    }

    boolean reachable() {
        return reachable;
    }

    void ask() {
        try {
            question.run();
            cameBack();
        } catch (RuntimeException away) {
            wentAway(away);
        }
    }

    private void cameBack() {
        if (awaySince != null) {
            LOG.info(
                    "temporal is back away={}s",
                    Duration.between(awaySince, Instant.now()).toSeconds());
            awaySince = null;
        }
        reachable = true;
    }

    private void wentAway(RuntimeException away) {
        if (awaySince == null) {
            awaySince = Instant.now();
            LOG.warn(
                    "temporal is away; control planes go on running, changes are picked up when it is back reason=\"{}\"",
                    away.getMessage());
        }
        reachable = false;
    }
}
