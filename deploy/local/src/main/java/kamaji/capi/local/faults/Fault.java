// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What happens to a request. Called on the thread of its connection, which may block to hold the request. */
public interface Fault {
    /** Before the request goes to the API server. */
    default Verdict before(ApiRequest request) throws InterruptedException {
        return Verdict.GO_ON;
    }

    /** When the API server has answered, before the client sees anything of it. */
    default Verdict answered(ApiRequest request, int status) throws InterruptedException {
        return Verdict.GO_ON;
    }

    /** When the client has the whole answer. */
    default void delivered(ApiRequest request) {}

    /** Answered by the proxy as the API server would, with a Status object. */
    static Fault answer(int code, String reason, String message) {
        return answer(Answer.status(code, reason, message, Map.of()));
    }

    /** Answered by the proxy. */
    static Fault answer(Answer answer) {
        return new Fault() {
            @Override
            public Verdict before(ApiRequest request) {
                return Verdict.answer(answer);
            }
        };
    }

    /** The connection is closed before the API server has heard of the request. */
    static Fault lost() {
        return new Fault() {
            @Override
            public Verdict before(ApiRequest request) {
                return Verdict.CUT;
            }
        };
    }

    /** The request is done, but the connection is closed instead of an answer. */
    static Fault answerLost() {
        return new Fault() {
            @Override
            public Verdict answered(ApiRequest request, int status) {
                return Verdict.CUT;
            }
        };
    }

    /** The request is done, and the answer comes late. */
    static Fault answerLate(Duration delay) {
        return new Fault() {
            @Override
            public Verdict answered(ApiRequest request, int status) throws InterruptedException {
                TimeUnit.MILLISECONDS.sleep(delay.toMillis());
                return Verdict.GO_ON;
            }
        };
    }

    /** A watch that begins well and at once says that its resource version is too old. */
    static Fault watchExpired() {
        return new Fault() {
            @Override
            public Verdict answered(ApiRequest request, int status) {
                return status == 101 ? Verdict.EXPIRED : Verdict.GO_ON;
            }
        };
    }
}
