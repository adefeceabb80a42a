// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kubernetes API on loopback: etcd, kube-apiserver and, if wanted, a kube-controller-manager that only collects
 * garbage and removes deleted namespaces. No nodes, no scheduler, no default service accounts. Not for concurrent use
 * of kill, restart and close.
 */
public final class KubernetesServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ATTEMPTS = 4;

    private final KubernetesServerOptions options;
    private final ToolCache tools;
    private final ServerFolder folder;
    private final KubernetesFiles files;
    private final ShutdownHook hook;
    private KubernetesCommands commands;
    private @Nullable ServerProcess etcd;
    private @Nullable ServerProcess apiServer;
    private @Nullable ServerProcess controllerManager;

    private KubernetesServer(KubernetesServerOptions options, ToolCache tools) {
        this.options = options;
        this.tools = tools;
        this.folder = ServerFolder.of(options.dataDirectory());
        this.files = new KubernetesFiles(folder);
        this.commands = new KubernetesCommands(files, Ports.free(), Ports.orFree(options.port()));
        this.hook = ShutdownHook.add("stop-kubernetes", this::stopAll);
    }

    /** As {@link #start(KubernetesServerOptions, ToolCache)}, with the tools of this user. */
    public static KubernetesServer start(KubernetesServerOptions options) {
        return start(options, ToolCache.standard());
    }

    /**
     * Starts the processes and returns when the API server is ready, about 5 s later (once more the time that missing
     * tools take).
     *
     * @throws ToolMissingException when a program is missing and cannot be made
     * @throws ServerFailedException when a server does not come up; the message has the end of its log
     */
    public static KubernetesServer start(KubernetesServerOptions options, ToolCache tools) {
        for (Tool tool : List.of(Tool.ETCD, Tool.KUBE_APISERVER, Tool.KUBE_CONTROLLER_MANAGER)) {
            if (tool != Tool.KUBE_CONTROLLER_MANAGER || options.controllerManager()) {
                tools.path(tool);
            }
        }
        KubernetesServer server = new KubernetesServer(options, tools);
        try {
            server.startAll();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** {@code https://127.0.0.1:<port>}; the same after a restart. */
    public String url() {
        return commands.apiUrl();
    }

    /** File with the administrator's kubeconfig. */
    public Path kubeconfig() {
        return files.kubeconfig();
    }

    /** Folder with data and one log file for each process. */
    public Path directory() {
        return folder.path();
    }

    /** The certificate chain that clients have to trust. */
    public String caPem() {
        return files.caPem();
    }

    /** A client configuration of a member of system:masters. */
    public Config adminConfig() {
        return configFor(files.adminToken());
    }

    /** A new client of the administrator; the caller closes it. */
    public KubernetesClient adminClient() {
        return client(adminConfig());
    }

    /** A client configuration that sends the bearer token; default namespace "default". */
    public Config configFor(String token) {
        return new Kubeconfig(url(), caPem(), token).config();
    }

    /** Text of a kubeconfig that sends the bearer token. */
    public String kubeconfigFor(String token) {
        return new Kubeconfig(url(), caPem(), token).yaml();
    }

    /** A token for an existing service account from the TokenRequest API, valid for 30 days. */
    public String serviceAccountToken(String namespace, String name) {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(Duration.ofDays(30).toSeconds())
                .endSpec()
                .build();
        try (KubernetesClient client = adminClient()) {
            return client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(name)
                    .tokenRequest(request)
                    .getStatus()
                    .getToken();
        }
    }

    /** The log of finished requests. Throws IllegalStateException when it was not asked for at start. */
    public AuditLog auditLog() {
        if (!options.auditLog()) {
            throw new IllegalStateException("no audit log: start the server with options.withAuditLog()");
        }
        return new AuditLog(files.auditLog());
    }

    /** Makes a namespace whose name starts with the prefix and was never used before; returns its name. */
    public String freshNamespace(String prefix) {
        Namespace wanted = new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(prefix + "-")
                .endMetadata()
                .build();
        try (KubernetesClient client = adminClient()) {
            return client.resource(wanted).create().getMetadata().getName();
        }
    }

    /** Applies the CRDs of YAML files, or of all .yaml files of folders, and waits until they are served. */
    public void applyCrds(Path... filesOrFolders) {
        applyCrds(Stream.of(filesOrFolders)
                .flatMap(path -> CustomResourceDefinitions.read(path).stream())
                .toList());
    }

    /** Applies the CRDs of a YAML stream of one or more documents and waits until they are served. */
    public void applyCrds(InputStream yaml) {
        try {
            applyCrds(List.of(new String(yaml.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read CRDs", e);
        }
    }

    private synchronized void applyCrds(List<String> texts) {
        try (KubernetesClient client = adminClient()) {
            boolean newKinds = new CustomResourceDefinitions(client).apply(texts);
            // It looks for new kinds at its start and then every 30 s only.
            if (newKinds && controllerManager != null) {
                controllerManager.kill();
                controllerManager = startControllerManager();
            }
        }
    }

    /** SIGKILL for the API server alone; etcd keeps the data and {@link #restart} brings it back. */
    public void kill() {
        if (apiServer != null) {
            apiServer.kill();
            LOG.info("killed server=kube-apiserver url={}", url());
        }
    }

    /** Starts the API server again on the same port with the same data, after ending it if it still runs. */
    public void restart() {
        if (apiServer != null) {
            apiServer.kill();
        }
        startApiServer();
    }

    /** Process ids of everything that runs for this server. */
    public List<Long> pids() {
        return processes().stream()
                .filter(ServerProcess::isAlive)
                .map(ServerProcess::pid)
                .toList();
    }

    /** Stops all processes and deletes the data unless a data directory was given. */
    @Override
    public void close() {
        hook.remove();
        stopAll();
    }

    private synchronized void stopAll() {
        processes().forEach(ServerProcess::stop);
        folder.release();
    }

    /** Clients first: whoever writes to another is stopped before it. */
    private List<ServerProcess> processes() {
        List<ServerProcess> present = new ArrayList<>();
        for (ServerProcess process : new @Nullable ServerProcess[] {controllerManager, apiServer, etcd}) {
            if (process != null) {
                present.add(process);
            }
        }
        return present;
    }

    private void startAll() {
        long start = System.nanoTime();
        Ports.requireFree(commands.apiPort());
        files.prepare();
        for (int attempt = 1; !startEtcdAndApiServer(attempt); attempt++) {
            LOG.info("port taken by another process, trying others url={}", url());
            processes().forEach(ServerProcess::kill);
            commands = new KubernetesCommands(files, Ports.free(), Ports.orFree(options.port()));
        }
        if (options.controllerManager()) {
            controllerManager = startControllerManager();
        }
        LOG.info(
                "started server=kubernetes url={} seconds={} directory={}",
                url(),
                (System.nanoTime() - start) / 1_000_000_000,
                folder.path());
    }

    /** False when a port was taken in the meantime and others may be tried. */
    private boolean startEtcdAndApiServer(int attempt) {
        try {
            Ports.requireFree(commands.etcdPort());
            ServerProcess starting = ServerProcess.start("etcd", commands.etcd(tools.path(Tool.ETCD)), folder.path());
            etcd = starting;
            starting.awaitReady(new HttpProbe(commands.etcdUrl() + "/health"), PATIENCE);
            startApiServer();
            return true;
        } catch (ServerFailedException e) {
            if (attempt < ATTEMPTS && Ports.wasTaken(e)) {
                return false;
            }
            throw e;
        }
    }

    private void startApiServer() {
        Ports.requireFree(commands.apiPort());
        ServerProcess starting = ServerProcess.start(
                "kube-apiserver",
                commands.apiServer(tools.path(Tool.KUBE_APISERVER), options.auditLog()),
                folder.path());
        apiServer = starting;
        starting.awaitReady(() -> files.trustAnchor().toFile().exists(), PATIENCE);
        files.writeKubeconfig(kubeconfigFor(files.adminToken()));
        Config impatient = new ConfigBuilder(adminConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(5_000)
                .build();
        try (KubernetesClient client = client(impatient)) {
            starting.awaitReady(() -> isReady(client), PATIENCE);
        }
    }

    private static boolean isReady(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"))
                    && client.namespaces().withName("default").get() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private ServerProcess startControllerManager() {
        return ServerProcess.start(
                "kube-controller-manager",
                commands.controllerManager(tools.path(Tool.KUBE_CONTROLLER_MANAGER)),
                folder.path());
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
