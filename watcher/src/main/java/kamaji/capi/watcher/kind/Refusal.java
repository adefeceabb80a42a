// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.LongSupplier;
import kamaji.capi.activities.observation.UnavailableKind;
import org.jspecify.annotations.Nullable;

/**
 * Judges from lists and failures whether a kind can be read. A first list that is refused counts at once; later
 * refusals count when they last, since an API server that starts refuses for a moment. Safe for several threads.
 */
final class Refusal {
    private final String kind;
    private final long graceMillis;
    private final LongSupplier clock;
    private final long startedAt;
    private boolean listed;
    private int code;
    private long refusedAt;
    private long failures;
    private @Nullable String problem;

    Refusal(String kind, Duration grace, LongSupplier clock) {
        this.kind = kind;
        this.graceMillis = grace.toMillis();
        this.clock = clock;
        this.startedAt = clock.getAsLong();
    }

    synchronized void listed() {
        listed = true;
        code = 0;
        problem = null;
    }

    /** True when it failed otherwise than the last time. */
    synchronized boolean failed(Throwable failure) {
        KubernetesClientException answer = answer(failure);
        String now = answer == null ? rootMessage(failure) : answer.getCode() + " " + message(answer);
        boolean news = !now.equals(problem);
        failures++;
        problem = now;
        refused(answer == null ? 0 : answer.getCode());
        return news;
    }

    synchronized void refused(int httpCode) {
        boolean refusal = httpCode == HttpURLConnection.HTTP_NOT_FOUND || httpCode == HttpURLConnection.HTTP_FORBIDDEN;
        if (!refusal) {
            code = 0;
            return;
        }
        if (code == 0) {
            refusedAt = clock.getAsLong();
        }
        code = httpCode;
    }

    synchronized KindState state() {
        long now = clock.getAsLong();
        if (listed) {
            return code != 0 && now - refusedAt >= graceMillis ? KindState.UNAVAILABLE : KindState.LISTED;
        }
        return code != 0 || now - startedAt >= graceMillis ? KindState.UNAVAILABLE : KindState.PENDING;
    }

    synchronized boolean everListed() {
        return listed;
    }

    synchronized int code() {
        return code;
    }

    synchronized long failures() {
        return failures;
    }

    /** The last failure since the last list, null when there was none. */
    synchronized @Nullable String problem() {
        return problem;
    }

    /** What clusters that need the kind are told, null while it can be read or nothing is known yet. */
    synchronized @Nullable UnavailableKind unavailable() {
        if (state() != KindState.UNAVAILABLE) {
            return null;
        }
        if (code != 0) {
            return UnavailableKind.of(kind, code);
        }
        return new UnavailableKind(
                kind,
                HttpURLConnection.HTTP_UNAVAILABLE,
                "the API server does not list " + kind + " objects: look at its log and at the webhooks of that kind");
    }

    private static @Nullable KubernetesClientException answer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
                return answer;
            }
        }
        return null;
    }

    /** What the API server says, without the dump of its answer that the exception has in its own message. */
    private static String message(KubernetesClientException answer) {
        String said = answer.getStatus() == null ? null : answer.getStatus().getMessage();
        return said == null ? String.valueOf(answer.getMessage()) : said;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
