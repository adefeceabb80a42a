// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.StackOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types the commands of the pages as they stand there, with a real kubectl, on a local stack with the sample. */
class DocumentedCommandsIT {
    private static final int PATIENCE_SECONDS = 90;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void theCommandsOfThePagesDoWhatTheyShould() throws Exception {
        Optional<Path> kubectl = kubectl();
        assumeThat(kubectl)
                .as("kubectl is not on the PATH: the commands of the docs are not run")
                .isPresent();
        StackOptions options = StackOptions.of(KamajiOptions.immediate().withEveryObject(true))
                .withArguments("--leader-elect", "--leader-election-namespace=kamaji-system")
                .withUi();
        try (LocalStack stack = LocalStack.start(Checkout.here(), options, line -> {})) {
            stack.startProvider().awaitReady();
            stack.apply(Checkout.here().sample());
            for (String name : List.of("hello", "virtual-control-plane")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                        .until(() -> ControlPlanes.ready(stack.client(), "demo", name));
            }
            Path bin = Files.createDirectory(folder.resolve("bin"));
            Files.createSymbolicLink(bin.resolve("kubectl"), kubectl.orElseThrow());
            Files.createSymbolicLink(bin.resolve("temporal"), stack.temporal().program());
            Map<String, String> settings = settings(stack, bin);
            files();
            List<String> failed = new ArrayList<>();
            for (Proof proof : Proof.all()) {
                if (proof.where().equals(Proof.HERE)) {
                    for (String command : commands(proof)) {
                        if (command.equals("kubectl delete -f deploy/crds")) {
                            deleteTheClusters(stack);
                        }
                        run(proof, filledIn(command, bin, stack), settings).ifPresent(failed::add);
                    }
                }
            }
            assertThat(failed).isEmpty();
        }
    }

    /** As the page says before. */
    private static void deleteTheClusters(LocalStack stack) {
        stack.client()
                .genericKubernetesResources(ClusterView.CONTEXT)
                .inNamespace("demo")
                .delete();
        Awaitility.await()
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> ControlPlanes.get(stack.client(), "demo", "hello").isEmpty());
    }

    private static List<String> commands(Proof proof) {
        return Pages.commands().stream()
                .map(Pages.Command::text)
                .filter(proof::covers)
                .distinct()
                .toList();
    }

    /** What a user would put in place of the words in capitals. */
    private static String filledIn(String command, Path bin, LocalStack stack) {
        boolean temporal = command.startsWith("temporal ");
        String name = command.contains("export NAME") ? "virtual-control-plane" : "hello";
        return command.replaceAll("\\bNAMESPACE\\b", temporal ? "default" : "demo")
                .replaceAll("\\bNAME\\b", name)
                .replaceAll("\\bURL\\b", stack.temporal().uiUrl())
                .replace("REGISTRY", "registry.example")
                .replaceAll("\\bVERSION\\b", "1.0.0")
                .replace("<cluster>", "hello")
                .replace("/usr/local/bin", bin.toString());
    }

    /** What is wrong, empty when it did what it should; what is asked for, or one job after another, may take its time. */
    private Optional<String> run(Proof proof, String command, Map<String, String> settings)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        boolean again = Stream.of("kubectl ktcp why", "kubectl ktcp history", "temporal workflow terminate")
                .anyMatch(command::startsWith);
        Optional<String> wrong = runOnce(proof, command, settings);
        while (again && wrong.isPresent() && System.nanoTime() < end) {
            wrong = runOnce(proof, command, settings);
        }
        return wrong;
    }

    private Optional<String> runOnce(Proof proof, String command, Map<String, String> settings)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try (OutputStream answer = process.getOutputStream()) {
            answer.write("y\n".getBytes(StandardCharsets.UTF_8)); // "Are you sure?"
        } catch (IOException endedBefore) {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String said = Files.readString(folder.resolve("said"));
        boolean well = ended && process.exitValue() == 0 && said.contains(proof.shows());
        return well ? Optional.empty() : Optional.of(command + "\n" + said);
    }

    private Map<String, String> settings(LocalStack stack, Path bin) throws IOException {
        Path kubeconfig = Files.copy(stack.kubernetes().kubeconfig(), folder.resolve("kubeconfig"));
        String text = Files.readString(kubeconfig);
        Files.writeString(kubeconfig, text.replace("namespace: default", "namespace: demo"));
        return Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "TEMPORAL_ADDRESS", stack.temporal().address(),
                "HOME", folder.toString(),
                "USER", "tester",
                "PATH", bin + File.pathSeparator + System.getenv("PATH"));
    }

    /** A working directory as the pages assume it: the checkout, the release and files of the user. */
    private void files() throws IOException {
        for (String name : List.of("deploy", "worker")) {
            Files.createSymbolicLink(folder.resolve(name), Pages.ROOT.resolve(name));
        }
        try (Stream<Path> release = Files.walk(Pages.ROOT.resolve("deploy/release/target/release"))) {
            Path install = release.filter(file -> file.endsWith("install.yaml"))
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(folder.resolve("install.yaml"), install);
        }
        for (String name : List.of("tls.crt", "tls.key", "ca.crt", "away.kubeconfig")) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    private static Optional<Path> kubectl() {
        return Stream.of(Objects.requireNonNull(System.getenv("PATH")).split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
