// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** A program is neither there nor could it be made; the message names what is missing and the way to get it. */
public final class ToolMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolMissingException(String message) {
        super(message);
    }

    ToolMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
