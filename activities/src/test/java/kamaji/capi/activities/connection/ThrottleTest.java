// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.workflows.decision.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleTest {
    private static final HttpRequest REQUEST =
            new StandardHttpRequest(Map.of(), URI.create("https://localhost/api"), "GET", null);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Throttle throttle = new Throttle(clock::get);

    private record Answered(int code, @Nullable String retryAfter) implements HttpResponse<String> {
        @Override
        public String body() {
            return "";
        }

        @Override
        public HttpRequest request() {
            return REQUEST;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String key) {
            return retryAfter != null && key.equals("Retry-After") ? List.of(retryAfter) : List.of();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            429, 3,      3
            503, 2,      2
            429, 600,    30
            429, -,      0
            429, 0,      0
            429, -4,     0
            429, Wed,    0
            500, 3,      0
            200, 3,      0
            """)
    void pausesForAsLongAsAskedWithinReason(int code, @Nullable String retryAfter, long seconds) {
        throttle.after(REQUEST, new Answered(code, retryAfter), null);

        assertThat(throttle.remaining()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void asksNothingBeforeTheTimeAndThenAgain() {
        throttle.after(REQUEST, new Answered(429, "3"), null);
        throttle.after(REQUEST, new Answered(429, "1"), null);
        clock.addAndGet(Duration.ofMillis(2_900).toNanos());

        assertThatThrownBy(() -> throttle.pass(() -> "asked")).isInstanceOfSatisfying(StepFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.RETRY);
            assertThat(failure.httpCode()).isEqualTo(429);
        });
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(throttle.pass(() -> "asked")).isEqualTo("asked");
    }
}
