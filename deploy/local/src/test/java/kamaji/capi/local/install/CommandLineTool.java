// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real program that people use, kept off the network and off the settings of whoever runs the test.
 *
 * @param home an empty folder for its settings and caches
 */
record CommandLineTool(Path program, Path home, Map<String, String> settings) {
    private static final Map<String, String> OFFLINE = Map.of(
            "CLUSTERCTL_DISABLE_VERSIONCHECK",
            "true",
            "GOPROXY",
            "off",
            "HTTPS_PROXY",
            "http://127.0.0.1:1",
            "NO_PROXY",
            "127.0.0.1");

    /** What it prints to its standard output. Fails with everything it printed when it does not end well. */
    String run(String... arguments) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(home, "stderr", ".txt");
        Path output = Files.createTempFile(home, "stdout", ".txt");
        Process process = started(output, errors, arguments);
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s%n%s%s", String.join(" ", arguments), text, Files.readString(errors))
                .isTrue();
        return text;
    }

    /** Lets it run until it has said something, and interrupts it as a person does with Ctrl-C; all that it said. */
    String interruptedOnceItSays(String text, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "both", ".txt");
        Process process = started(output, output, arguments);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(Files.readString(output)).contains(text));
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private Process started(Path output, Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(Redirect.appendTo(errors.toFile()))
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().putAll(OFFLINE);
        builder.environment().putAll(settings);
        for (String folder : List.of("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")) {
            builder.environment().put(folder, home.toString());
        }
        return builder.start();
    }
}
