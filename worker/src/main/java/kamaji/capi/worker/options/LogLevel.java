// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

/** How much of its own doing the provider writes to the log. */
public enum LogLevel {
    ERROR,
    INFO,
    DEBUG,
    TRACE;

    /**
     * Reads what zap's flag takes: a name, or a verbosity above 0.
     *
     * @throws IllegalArgumentException naming the levels there are
     */
    static LogLevel parse(String text) {
        if (text.matches("[1-9]\\d{0,2}")) {
            return Integer.parseInt(text) < 4 ? DEBUG : TRACE;
        }
        return switch (text) {
            case "debug" -> DEBUG;
            case "info" -> INFO;
            case "error", "panic" -> ERROR;
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "' is no log level; write debug, info, error or a verbosity such as 5");
        };
    }
}
