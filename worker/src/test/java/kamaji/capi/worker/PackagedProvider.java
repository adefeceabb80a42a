// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The provider as it is shipped, run by its launcher in a process of its own. */
final class PackagedProvider implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("checkout.root"), "worker/target/kamaji-provider/bin/kamaji-provider");
    private static final Pattern PROBES = Pattern.compile("diagnostics served probes=(\\S+)");

    private final Process process;
    private final Path output;

    private PackagedProvider(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Listens on free loopback ports; the environment of the tests does not reach it. */
    static PackagedProvider run(Path folder, Map<String, String> variables, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("--metrics-bind-address=127.0.0.1:0", "--health-probe-bind-address=127.0.0.1:0"));
        all.addAll(List.of(arguments));
        return command(folder, variables, "run", all);
    }

    /** Another command than run. */
    static PackagedProvider command(Path folder, Map<String, String> variables, String name, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), name));
        command.addAll(arguments);
        Path output = Files.createTempFile(folder, "provider", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        return new PackagedProvider(builder.start(), output);
    }

    /** The exit code, or -1 when it runs on. */
    int exitCodeWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The answer of a probe; fails while it is not served yet. */
    HttpResponse<String> probe(String path) throws IOException, InterruptedException {
        Matcher served = PROBES.matcher(output());
        if (!served.find()) {
            throw new IOException("not served yet: " + output());
        }
        URI uri = URI.create("http://" + served.group(1) + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** SIGTERM, as a kubelet sends it. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
