// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import kamaji.capi.activities.observation.PublishedSecret;
import org.jspecify.annotations.Nullable;

/**
 * Looks up Secrets that lack the label by which Secrets are watched, as those that a person made do. What someone else made
 * is left alone for good, so it is not looked up again for a while: a settled cluster costs no request. Safe for several
 * threads.
 */
final class ForeignSecrets {
    private final BiFunction<String, String, @Nullable Secret> live;
    private final long whileMillis;
    private final LongSupplier clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(PublishedSecret secret, long at) {}

    /**
     * Nothing looked up yet.
     *
     * @param live reads one Secret by namespace and name, null when there is none
     * @param longest how long one that someone else made is remembered
     * @param clock in milliseconds
     */
    ForeignSecrets(BiFunction<String, String, @Nullable Secret> live, Duration longest, LongSupplier clock) {
        this.live = live;
        this.whileMillis = longest.toMillis();
        this.clock = clock;
    }

    /** What there is under a name, null when nothing is. */
    @Nullable
    PublishedSecret find(String namespace, String name) {
        String key = namespace + "/" + name;
        Seen before = seen.get(key);
        if (before != null && !old(before)) {
            return before.secret();
        }
        Secret found = live.apply(namespace, name);
        PublishedSecret now = found == null ? null : PublishedSecret.of(found);
        seen.values().removeIf(this::old);
        if (now != null && !now.isForClusterApi()) {
            seen.put(key, new Seen(now, clock.getAsLong()));
        }
        return now;
    }

    private boolean old(Seen one) {
        return clock.getAsLong() - one.at() >= whileMillis;
    }
}
