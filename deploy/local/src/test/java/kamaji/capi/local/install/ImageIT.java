// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image and the archive of a release, unpacked and run; the image as in a pod. */
class ImageIT {
    private static final Logger LOG = LoggerFactory.getLogger(ImageIT.class);
    private static final String TEMPORAL = "temporal-frontend.temporal.svc";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started before all
    private static UnpackedImage image;

    @SuppressWarnings("NullAway.Init") // started before all
    private static LocalStack stack;

    @BeforeAll
    static void start() throws Exception {
        Path tar = Release.folder().resolve("kamaji-provider-image.tar");
        assumeTrue(Files.exists(tar), () -> tar + " is missing: mvn -Prelease package makes it");
        image = UnpackedImage.of(tar, folder);
        stack = LocalStack.start(Checkout.here(), StackOptions.of(KamajiOptions.immediate()), LOG::info);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void itStartsWhatTheDeploymentStartsAsAUserWithoutRightsAndHoldsNoShell() throws Exception {
        assertThat(image.configuration().path("User").asText()).isEqualTo("65532:65532");
        JsonNode manager = SameObjects.object(
                        Files.readString(Release.folder().resolve("install.yaml")),
                        "Deployment/capi-kamaji-controller-manager")
                .at("/spec/template/spec/containers/0");
        List<String> command = new ArrayList<>(image.entrypoint());
        command.add("run");
        assertThat(UnpackedImage.texts(manager.path("command"))).isEqualTo(command);
        assertThat(image.root().resolve("app")).doesNotExist();
        assertThat(image.root().resolve("bin")).doesNotExist();
    }

    /** The bill names each jar, the runtime, and each package as a scanner finds it in the image. */
    @Test
    void theBillOfMaterialsNamesAllThatIsInIt() throws Exception {
        JsonNode bill = Serialization.unmarshal(
                Files.readString(Release.folder().resolve("kamaji-provider-bom.json")), JsonNode.class);
        assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("kamaji-provider");
        Set<String> named = new TreeSet<>();
        bill.path("components")
                .forEach(component -> named.add(component.path("name").asText() + "-"
                        + component.path("version").asText() + ".jar"));
        Set<String> jars = names("opt/kamaji-provider/lib", ".jar");
        jars.remove("kamaji-provider-worker.jar");
        assertThat(jars).hasSizeGreaterThan(50);
        assertThat(named).containsAll(jars).anyMatch(name -> name.startsWith("kamaji-provider-worker-"));
        assertThat(names("var/lib/dpkg/status.d", ""))
                .contains("libc6", "libgcc-s1")
                .allSatisfy(name -> assertThat(named).anyMatch(component -> component.startsWith(name + "-")));
        assertThat(named).anyMatch(name -> name.startsWith("openjdk-"));
    }

    private static Set<String> names(String inside, String ending) throws Exception {
        try (Stream<Path> files = Files.list(image.root().resolve(inside))) {
            Set<String> names = new TreeSet<>();
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ending))
                    .forEach(names::add);
            return names;
        }
    }

    /** With the files and variables of its service account, and with Temporal by name and TLS. */
    @Test
    void inAPodItMakesAClusterReadyAndWritesNowhereButTmp() throws Exception {
        assumeTrue(mayMount(), "no right to mount and to change the root: run as root to test the image");
        Path files = Files.createDirectory(folder.resolve("temporal"));
        try (TlsFront front = TlsFront.start(
                        TEMPORAL, stack.temporal().address(), folder.resolve("keys"), files.resolve("ca.crt"));
                ProviderProcess provider = stack.startInstalled(
                        container(files),
                        List.of("--leader-elect", "--temporal-address=" + TEMPORAL + ":" + front.port()))) {
            provider.awaitReady();
            makesAClusterReady("image");
            Path process = Path.of("/proc/" + provider.pid());
            assertThat(Files.readString(process.resolve("status")))
                    .containsPattern("Uid:\\s+65532\\s+65532\\s")
                    .containsPattern("CapEff:\\s+0+\\s");
            assertThat(Files.readString(process.resolve("mountinfo"))).containsPattern(" / ro[, ]");
            assertThat(Files.readString(process.resolve("maps")))
                    .as("Netty's own TLS, which loads only with all that it links to")
                    .contains("netty_tcnative");
            assertThat(process.resolve("root/tmp")).isEmptyDirectory();
            assertThat(provider.log()).doesNotContain("WARNING:");
        }
    }

    private static boolean mayMount() throws Exception {
        return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    }

    private static Path container(Path files) throws Exception {
        Path account = Files.createDirectory(folder.resolve("account"));
        Files.writeString(
                account.resolve("token"), stack.kubernetes().serviceAccountToken("kamaji-system", "kamaji-provider"));
        Files.writeString(account.resolve("ca.crt"), stack.kubernetes().caPem());
        Files.writeString(account.resolve("namespace"), "kamaji-system");
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + TEMPORAL + "\n");
        URI server = URI.create(stack.kubernetes().url());
        return image.program(
                folder,
                Map.of(
                        "etc/hosts", hosts,
                        "etc/temporal", files,
                        "var/run/secrets/kubernetes.io/serviceaccount", account),
                Map.of(
                        "KUBERNETES_SERVICE_HOST", server.getHost(),
                        "KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()),
                        "POD_NAME", "pod",
                        "POD_NAMESPACE", "kamaji-system",
                        "TEMPORAL_TLS_SERVER_CA_CERT_PATH", "/etc/temporal/ca.crt"));
    }

    @Test
    void theArchiveRunsWhereThereIsJava() throws Exception {
        String version = Release.version().substring(1);
        UnpackedImage.unpack(Release.folder().resolve("kamaji-provider-" + version + ".tar.gz"), folder);
        Path programs = folder.resolve("kamaji-provider/bin");
        try (ProviderProcess provider =
                stack.startInstalled(programs.resolve("kamaji-provider"), List.of("--leader-elect"))) {
            provider.awaitReady();
            makesAClusterReady("archive");
        }
        Path link = Files.createSymbolicLink(folder.resolve("kubectl-ktcp"), programs.resolve("kubectl-ktcp"));
        assertThat(new CommandLineTool(link, folder, Map.of()).run("--version")).contains(version);
    }

    private static void makesAClusterReady(String prefix) {
        String namespace = stack.kubernetes().freshNamespace(prefix);
        SampleControlPlane.create(stack.client(), namespace);
        await().atMost(Duration.ofSeconds(60)).until(() -> ControlPlanes.ready(stack.client(), namespace, "c1"));
    }
}
