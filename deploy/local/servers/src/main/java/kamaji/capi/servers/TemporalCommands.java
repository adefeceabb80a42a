// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Command lines of Temporal's development server and of the question whether it answers. */
record TemporalCommands(Path program, TemporalServerOptions options, int port, int uiPort) {
    private static final List<String> NO_USER_SETTINGS = List.of("--disable-config-file", "--disable-config-env");

    String address() {
        return "127.0.0.1:" + port;
    }

    List<String> server() {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--namespace=" + options.namespace(),
                "--log-level=" + options.logLevel()));
        command.addAll(NO_USER_SETTINGS);
        command.addAll(
                options.ui() ? List.of("--ui-port=" + uiPort, "--ui-disable-news-fetch") : List.of("--headless"));
        Path dbFile = options.dbFile();
        if (dbFile != null) {
            // Without these two every transition waits for the disk; a killed process still loses nothing.
            command.addAll(List.of(
                    "--db-filename=" + dbFile.toAbsolutePath(),
                    "--sqlite-pragma=journal_mode=WAL",
                    "--sqlite-pragma=synchronous=NORMAL"));
        }
        new TreeMap<>(options.searchAttributes())
                .forEach((name, type) -> command.add("--search-attribute=" + name + "=" + type));
        new TreeMap<>(options.dynamicConfig())
                .forEach((key, value) -> command.add("--dynamic-config-value=" + key + "=" + value));
        return command;
    }

    /** Ends with code 0 when the frontend answers and the namespace is there. */
    List<String> question() {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "operator",
                "namespace",
                "describe",
                "--namespace=" + options.namespace(),
                "--address=" + address(),
                "--client-connect-timeout=5s",
                "--command-timeout=10s"));
        command.addAll(NO_USER_SETTINGS);
        return command;
    }
}
