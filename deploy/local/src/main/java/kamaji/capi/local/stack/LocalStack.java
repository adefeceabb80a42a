// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kamaji.capi.local.clusterapi.ClusterApiSimulator;
import kamaji.capi.local.kamaji.KamajiSimulator;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.servers.TemporalServerOptions;
import kamaji.capi.servers.ToolCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the provider meets: a real kube-apiserver with the kinds and the provider's own permissions, a real
 * Temporal server, simulated Kamaji and Cluster API core. The provider itself is started on demand, under its own
 * service account.
 */
public final class LocalStack implements AutoCloseable {
    /** The user that the provider is to the API server. */
    public static final String PROVIDER_USER = "system:serviceaccount:kamaji-system:kamaji-provider";

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private final Checkout checkout;
    private final StackOptions options;
    private final Path directory;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final KubernetesServer kubernetes;
    private final TemporalServer temporal;
    private final KubernetesClient client;
    private KamajiSimulator kamaji;

    private LocalStack(Checkout checkout, StackOptions options, Consumer<String> progress) throws IOException {
        this.checkout = checkout;
        this.options = options;
        this.directory = options.directory() == null
                ? Files.createTempDirectory("kamaji-provider-stack-")
                : Files.createDirectories(options.directory().toAbsolutePath());
        try {
            ToolCache tools = ToolCache.reporting(progress);
            progress.accept("starting etcd, kube-apiserver and kube-controller-manager");
            kubernetes = opened(KubernetesServer.start(
                    KubernetesServerOptions.plain()
                            .withControllerManager()
                            .withAuditLog()
                            .withDataDirectory(directory.resolve("kubernetes")),
                    tools));
            progress.accept("starting Temporal");
            temporal = opened(TemporalServer.start(temporalOptions(), tools));
            client = opened(kubernetes.adminClient());
            progress.accept("applying CRDs, permissions and a data store");
            prepare();
            progress.accept("starting simulated Kamaji and Cluster API");
            kamaji = KamajiSimulator.start(client, options.kamaji());
            opened(ClusterApiSimulator.start(client, options.core()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all but the provider. */
    public static LocalStack start(Checkout checkout, StackOptions options, Consumer<String> progress) {
        try {
            return new LocalStack(checkout, options, progress);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the stack cannot be made", e);
        }
    }

    private TemporalServerOptions temporalOptions() {
        TemporalServerOptions plain = TemporalServerOptions.plain();
        TemporalServerOptions withUi = options.ui() ? plain.withUi(0) : plain;
        return options.temporalFile() ? withUi.withDbFile(directory.resolve("temporal.db")) : withUi;
    }

    private <T extends AutoCloseable> T opened(T server) {
        started.push(server);
        return server;
    }

    private void prepare() {
        if (options.installed()) {
            kubernetes.applyCrds(checkout.ownKinds());
        }
        kubernetes.applyCrds(checkout.otherKinds());
        GenericKubernetesResource store = new GenericKubernetesResourceBuilder()
                .withApiVersion("kamaji.clastix.io/v1alpha1")
                .withKind("DataStore")
                .withNewMetadata()
                .withName("default")
                .endMetadata()
                .build();
        store.setAdditionalProperty(
                "spec",
                Map.of(
                        "driver",
                        "PostgreSQL",
                        "endpoints",
                        List.of("127.0.0.1:5432"),
                        "basicAuth",
                        Map.of("username", Map.of("content", "dXNlcg=="), "password", Map.of("content", "bm9uZQ=="))));
        client.resource(store).serverSideApply();
        if (options.installed()) {
            Manifests.apply(client, checkout.permissions());
            logInAsProvider();
        }
    }

    private void logInAsProvider() {
        write(
                providerKubeconfig(),
                kubernetes.kubeconfigFor(kubernetes.serviceAccountToken("kamaji-system", "kamaji-provider")));
    }

    private static void write(Path file, String secret) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path providerKubeconfig() {
        return directory.resolve("provider.kubeconfig");
    }

    /** Starts a provider process; several may run side by side. It is closed with the stack. */
    public ProviderProcess startProvider() {
        return startProvider(checkout.launcher(), providerKubeconfig(), List.of());
    }

    /**
     * As {@link #startProvider()}, for one that reaches the API server through something in between.
     *
     * @param apiServer the URL in its kubeconfig
     * @param more flags beyond those of the stack
     */
    public ProviderProcess startProviderAt(String apiServer, String... more) {
        Path kubeconfig = directory.resolve("provider-" + URI.create(apiServer).getPort() + ".kubeconfig");
        write(kubeconfig, read(providerKubeconfig()).replace(kubernetes.url(), apiServer));
        return startProvider(checkout.launcher(), kubeconfig, List.of(more));
    }

    /** As {@link #startProvider()}, from another package. */
    public ProviderProcess startProvider(Path launcher) {
        return startProvider(launcher, providerKubeconfig(), List.of());
    }

    private ProviderProcess startProvider(Path launcher, Path kubeconfig, List<String> more) {
        return opened(ProviderProcess.start(
                launcher,
                kubeconfig,
                temporal.address(),
                directory.resolve("provider.log"),
                options.environment(),
                Stream.concat(options.arguments().stream(), more.stream()).toList()));
    }

    /**
     * Starts the provider that was installed in a test, under its service account and in its namespace.
     *
     * @param launcher the program, null for the packaged one
     * @param arguments those of its Deployment
     */
    public ProviderProcess startInstalled(@Nullable Path launcher, List<String> arguments) {
        logInAsProvider();
        return opened(ProviderProcess.start(
                launcher == null ? checkout.launcher() : launcher,
                providerKubeconfig(),
                temporal.address(),
                directory.resolve("provider.log"),
                Map.of("POD_NAMESPACE", "kamaji-system"),
                arguments));
    }

    /** Applies a manifest as the user would. */
    public void apply(Path manifest) {
        Manifests.apply(client, manifest);
    }

    public KubernetesServer kubernetes() {
        return kubernetes;
    }

    public TemporalServer temporal() {
        return temporal;
    }

    /** A client of the cluster's administrator, closed with the stack. */
    public KubernetesClient client() {
        return client;
    }

    public KamajiSimulator kamaji() {
        return kamaji;
    }

    /** Kills simulated Kamaji wherever it is and starts it again. */
    public void restartKamaji() {
        kamaji.close();
        kamaji = KamajiSimulator.start(client, options.kamaji());
    }

    public Path directory() {
        return directory;
    }

    /** Stops everything that was started, newest first, and removes what should not be kept. */
    @Override
    public void close() {
        if (kamaji != null) {
            quietly(kamaji);
        }
        started.forEach(LocalStack::quietly);
        started.clear();
        if (options.directory() == null) {
            remove(directory);
        }
    }

    private static void quietly(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.warn("stopping failed server={} error={}", server.getClass().getSimpleName(), e.toString());
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            LOG.warn("folder not removed folder={} error={}", folder, e.toString());
        }
    }
}
