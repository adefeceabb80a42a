// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.util.Locale;
import kamaji.capi.worker.options.LogLevel;

/** Sets the level of our own log lines. slf4j-simple reads it once: call this before the first logger is made. */
final class LogSettings {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private LogSettings() {}

    static void apply(LogLevel level) {
        String name = level.name().toLowerCase(Locale.ROOT);
        System.setProperty(PREFIX + "log.kamaji.capi", name);
        if (level == LogLevel.ERROR || level == LogLevel.TRACE) {
            System.setProperty(PREFIX + "defaultLogLevel", level == LogLevel.ERROR ? "error" : "debug");
        }
    }
}
