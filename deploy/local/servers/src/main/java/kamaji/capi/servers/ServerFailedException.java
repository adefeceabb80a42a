// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** A server did not start or stopped answering; the message carries the end of its log. */
public final class ServerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerFailedException(String message) {
        super(message);
    }

    ServerFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
