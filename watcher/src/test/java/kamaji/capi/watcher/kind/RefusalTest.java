// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import kamaji.capi.activities.observation.UnavailableKind;
import kamaji.capi.watcher.attention.FakeClock;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private final FakeClock clock = new FakeClock();
    private final Refusal refusal = new Refusal("TenantControlPlane", Duration.ofSeconds(10), clock);

    @Test
    void nothingIsKnownBeforeTheFirstList() {
        assertThat(refusal.state()).isEqualTo(KindState.PENDING);
        assertThat(refusal.unavailable()).isNull();
        refusal.listed();
        assertThat(refusal.state()).isEqualTo(KindState.LISTED);
    }

    @Test
    void aRefusedFirstListCountsAtOnceUntilOneComesIn() {
        refusal.failed(new CompletionException(answer(404)));
        assertThat(refusal.unavailable()).isEqualTo(UnavailableKind.of("TenantControlPlane", 404));
        refusal.failed(answer(403));
        assertThat(refusal.unavailable()).isEqualTo(UnavailableKind.of("TenantControlPlane", 403));
        refusal.listed();
        assertThat(refusal.state()).isEqualTo(KindState.LISTED);
        assertThat(refusal.problem()).isNull();
    }

    @Test
    void aFirstListThatDoesNotComeInIsWaitedForTenSeconds() {
        refusal.failed(new IllegalStateException("connection refused"));
        assertThat(refusal.state()).isEqualTo(KindState.PENDING);
        clock.advance(10_000);
        assertThat(refusal.state()).isEqualTo(KindState.UNAVAILABLE);
        assertThat(refusal.unavailable()).extracting(UnavailableKind::httpCode).isEqualTo(503);
    }

    @Test
    void aLaterRefusalCountsWhenItLasts() {
        refusal.listed();
        refusal.failed(answer(403));
        clock.advance(9_000);
        refusal.failed(answer(403));
        assertThat(refusal.state()).isEqualTo(KindState.LISTED);
        clock.advance(1_000);
        assertThat(refusal.state()).isEqualTo(KindState.UNAVAILABLE);
    }

    @Test
    void theSameFailureIsNoNews() {
        assertThat(refusal.failed(answer(404))).isTrue();
        assertThat(refusal.failed(new CompletionException(answer(404)))).isFalse();
        assertThat(refusal.problem()).isEqualTo("404 not found here");
        assertThat(refusal.failed(new CompletionException(new IllegalStateException("refused"))))
                .isTrue();
        assertThat(refusal.problem()).isEqualTo("refused");
    }

    @Test
    void anApiServerThatIsAwayRefusesNothing() {
        refusal.listed();
        refusal.failed(new IllegalStateException("connection refused"));
        clock.advance(60_000);
        assertThat(refusal.state()).isEqualTo(KindState.LISTED);
        assertThat(refusal.failures()).isEqualTo(1);
    }

    private static KubernetesClientException answer(int code) {
        return new KubernetesClientException(
                "no", code, new StatusBuilder().withMessage("not found here").build());
    }
}
