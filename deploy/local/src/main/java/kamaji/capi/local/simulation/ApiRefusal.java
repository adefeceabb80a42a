// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import java.io.Serial;

/** The API server answered a request with an error, or did not answer it (code 0). */
public final class ApiRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;

    ApiRefusal(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The HTTP status, or 0 when there was no answer. */
    public int code() {
        return code;
    }

    public boolean notFound() {
        return code == 404;
    }

    public boolean conflict() {
        return code == 409;
    }
}
