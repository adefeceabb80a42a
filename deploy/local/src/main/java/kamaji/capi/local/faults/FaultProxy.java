// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import kamaji.capi.local.kamaji.CertificateAuthority;
import kamaji.capi.servers.KubernetesServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the provider and the API server. Clients speak HTTP/1.1 to it, without TLS unless asked for, on loopback; it speaks
 * HTTP/1.1 with TLS to the API server. Each connection of a client has one of its own behind it, so whatever happens
 * to a connection happens to nobody else.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);
    private static final Fault NONE = new Fault() {};

    private final URI upstream;
    private final SSLSocketFactory tls;
    private final @Nullable CertificateAuthority authority;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final Set<WatchTunnel> watches = ConcurrentHashMap.newKeySet();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();

    private FaultProxy(URI upstream, SSLSocketFactory tls, @Nullable CertificateAuthority authority) {
        this.upstream = upstream;
        this.tls = tls;
        this.authority = authority;
        ServerSocketFactory sockets = authority == null
                ? ServerSocketFactory.getDefault()
                : authority.server("fault-proxy", "127.0.0.1").getServerSocketFactory();
        try {
            this.listening = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
        threads.execute(this::accept);
    }

    /**
     * Starts it on a free port.
     *
     * @param upstream {@code https://host:port} of the API server
     * @param caPem the certificates to trust there
     */
    public static FaultProxy start(URI upstream, String caPem) {
        return new FaultProxy(upstream, trusting(caPem), null);
    }

    /** Starts it on a free port in front of a server. */
    public static FaultProxy before(KubernetesServer server) {
        return start(URI.create(server.url()), server.caPem());
    }

    /** As {@link #before}, for clients that speak TLS, still HTTP/1.1. */
    public static FaultProxy withTlsBefore(KubernetesServer server) {
        return new FaultProxy(
                URI.create(server.url()), trusting(server.caPem()), new CertificateAuthority("fault-proxy"));
    }

    /** A kubeconfig for the server behind, which has to be given a token. */
    public String kubeconfig(String token) {
        String trust = authority == null ? "" : "certificate-authority-data: \"" + base64(authority.trust()) + "\"";
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", %s}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(url(), trust, token);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static SSLSocketFactory trusting(String caPem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate trusted : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("ca" + number++, trusted);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificates of the API server cannot be used", e);
        }
    }

    /** {@code http://127.0.0.1:port}, or https, for a kubeconfig. */
    public String url() {
        return (authority == null ? "http" : "https") + "://127.0.0.1:" + listening.getLocalPort();
    }

    /** A fault for every request of a kind until the rule is closed. The oldest rule that takes a request wins. */
    public FaultRule add(Predicate<ApiRequest> which, Fault fault) {
        return add(which, Integer.MAX_VALUE, fault);
    }

    /** A fault for the next requests of a kind. */
    public FaultRule add(Predicate<ApiRequest> which, int times, Fault fault) {
        FaultRule rule = new FaultRule(which, times, fault);
        rules.add(rule);
        return rule;
    }

    /** Lets everything through again. */
    public void clear() {
        rules.forEach(FaultRule::close);
        rules.clear();
    }

    /** How many watches are open. */
    public long openWatches() {
        return watches.size();
    }

    /** Closes open watches; tells how many. */
    public long dropWatches(Predicate<ApiRequest> which) {
        return open(which).peek(WatchTunnel::drop).count();
    }

    /** Lets open watches fall silent without closing them; tells how many. */
    public long stallWatches(Predicate<ApiRequest> which) {
        return open(which).peek(WatchTunnel::stall).count();
    }

    private Stream<WatchTunnel> open(Predicate<ApiRequest> which) {
        return List.copyOf(watches).stream().filter(watch -> which.test(watch.request()));
    }

    Fault faultFor(ApiRequest request) {
        for (FaultRule rule : rules) {
            if (rule.takes(request)) {
                return rule.fault();
            }
        }
        return NONE;
    }

    String host() {
        return upstream.getAuthority();
    }

    void opened(WatchTunnel watch) {
        watches.add(watch);
    }

    void ended(WatchTunnel watch) {
        watches.remove(watch);
    }

    void closed(ProxyConnection connection) {
        connections.remove(connection);
    }

    void execute(Runnable work) {
        threads.execute(work);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException e) {
                LOG.debug("not accepted cause={}", e.toString());
            }
        }
    }

    /** Without an API server behind it the client's connection is closed, as a load balancer does. */
    private void serve(Socket client) {
        try {
            Socket server = tls.createSocket(upstream.getHost(), upstream.getPort());
            ProxyConnection connection = new ProxyConnection(this, client, server);
            connections.add(connection);
            connection.run();
        } catch (IOException e) {
            LOG.debug("no connection to the API server cause={}", e.toString());
            ProxyConnection.quietly(client);
        }
    }

    @Override
    public void close() {
        ProxyConnection.quietly(listening);
        clear();
        List.copyOf(connections).forEach(ProxyConnection::close);
        threads.shutdownNow();
    }
}
