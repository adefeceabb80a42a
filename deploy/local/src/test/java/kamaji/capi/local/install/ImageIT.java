// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image, unpacked and run as a container is: root changed and read-only, as a user without rights. */
class ImageIT {
    private static final Logger LOG = LoggerFactory.getLogger(ImageIT.class);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private Path image;

    @BeforeEach
    void needsAnImageAndRoot() throws Exception {
        image = Release.folder().resolve("kamaji-provider-image.tar");
        assumeTrue(Files.exists(image), () -> image + " is missing: mvn -Prelease package makes it");
        assumeTrue(
                run("unshare", "--mount", "true") == 0,
                "no right to mount and to change the root: run as root to test the image");
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void theProviderRunsInItAndMakesAClusterReady() throws Exception {
        JsonNode configuration = unpack();
        assertThat(configuration.at("/User").asText()).isEqualTo("65532:65532");
        List<String> entrypoint = texts(configuration.at("/Entrypoint"));
        JsonNode manager = SameObjects.object(
                        Files.readString(Release.folder().resolve("install.yaml")),
                        "Deployment/capi-kamaji-controller-manager")
                .at("/spec/template/spec/containers/0");
        List<String> command = new ArrayList<>(entrypoint);
        command.add("run");
        assertThat(texts(manager.at("/command"))).isEqualTo(command);
        assertThat(folder.resolve("root/app")).doesNotExist();
        assertThat(folder.resolve("root/bin")).doesNotExist();

        try (LocalStack stack =
                LocalStack.start(Checkout.here(), StackOptions.of(KamajiOptions.immediate()), LOG::info)) {
            ProviderProcess provider =
                    stack.startInstalled(container(String.join(" ", entrypoint)), List.of("--leader-elect"));
            provider.awaitReady();
            String namespace = stack.kubernetes().freshNamespace("image");
            SampleControlPlane.create(stack.client(), namespace);
            await().atMost(Duration.ofSeconds(60)).until(() -> ControlPlanes.ready(stack.client(), namespace, "c1"));
            assertThat(Files.readString(Path.of("/proc/" + provider.pid() + "/status")))
                    .containsPattern("Uid:\\s+65532\\s+65532");
            assertThat(provider.log()).doesNotContain("WARNING:");
        }
    }

    /** Unpacks all layers into {@code root}; returns the configuration of the container. */
    private JsonNode unpack() throws Exception {
        Path parts = Files.createDirectories(folder.resolve("parts"));
        Path root = Files.createDirectories(folder.resolve("root"));
        assertThat(run("tar", "-xf", image.toString(), "-C", parts.toString())).isZero();
        JsonNode manifest = json(parts.resolve("manifest.json")).get(0);
        for (String layer : texts(manifest.path("Layers"))) {
            assertThat(run("tar", "-xzf", parts.resolve(layer).toString(), "-C", root.toString()))
                    .isZero();
        }
        for (String mounted : List.of("proc", "dev", "tmp")) {
            Files.createDirectories(root.resolve(mounted));
        }
        return json(parts.resolve(manifest.path("Config").asText())).path("config");
    }

    private static JsonNode json(Path file) throws Exception {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** A program that does what a container runtime does, with mounts that vanish with it. */
    private Path container(String entrypoint) throws Exception {
        String inside = """
                set -e
                mount --bind ROOT ROOT
                mount -o remount,bind,ro ROOT
                mount -t proc proc ROOT/proc
                mount --rbind /dev ROOT/dev
                mount -t tmpfs -o size=64m tmpfs ROOT/tmp
                install -o 65532 -m 0400 "$KUBECONFIG" ROOT/tmp/kubeconfig
                exec env -i KUBECONFIG=/tmp/kubeconfig POD_NAMESPACE="$POD_NAMESPACE" \\
                  chroot --userspec=65532:65532 ROOT ENTRYPOINT "$@"
                """.replace("ROOT", folder.resolve("root").toString()).replace("ENTRYPOINT", entrypoint);
        Path script = Files.writeString(folder.resolve("inside.sh"), inside);
        Path program = folder.resolve("container");
        Files.writeString(program, "#!/bin/sh\nexec unshare --mount --propagation private sh " + script + " \"$@\"\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
