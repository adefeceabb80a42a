// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.Route;
import kamaji.capi.workflows.decision.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Honours {@code Retry-After}: when the API server answers 429 or 503 and says when to come back, no step asks it anything
 * before. The limit is on the provider as a whole, since to the API server it is one user.
 */
public final class Throttle implements Interceptor, Route {
    private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** More would use up the time of a step whose pauses nobody sees. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final LongSupplier clock;
    private final AtomicLong openAt;

    /** @param clock nanoseconds that never go back */
    public Throttle(LongSupplier clock) {
        this.clock = clock;
        this.openAt = new AtomicLong(clock.getAsLong());
    }

    @Override
    public void after(
            HttpRequest request, HttpResponse<?> response, AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
        if (response.code() == TOO_MANY_REQUESTS || response.code() == UNAVAILABLE) {
            Duration pause = pause(response.header("Retry-After"));
            if (!pause.isZero()) {
                LOG.info("the API server asks for a pause seconds={} code={}", pause.toSeconds(), response.code());
                openAt.accumulateAndGet(
                        clock.getAsLong() + pause.toNanos(), (one, other) -> one - other > 0 ? one : other);
            }
        }
    }

    /** Zero unless it is a number of seconds, the only form that API servers use. */
    private static Duration pause(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("[0-9]{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST) <= 0 ? asked : LONGEST;
    }

    /** How long until the API server may be asked again; zero when it may be now. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, openAt.get() - clock.getAsLong()));
    }

    @Override
    public <T extends @Nullable Object> T pass(Supplier<T> request) {
        if (!remaining().isZero()) {
            throw new StepFailure(
                    Failure.Kind.RETRY,
                    "the Kubernetes API is overloaded (429) and has said when to ask again; it is asked then",
                    TOO_MANY_REQUESTS);
        }
        return request.get();
    }

    @Override
    public StepFailure explained(StepFailure failure) {
        return failure;
    }
}
