// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the client with one of its own to the API server: request after request, then perhaps a watch. */
final class ProxyConnection implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyConnection.class);

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final InputStream fromClient;
    private final OutputStream toClient;
    private final InputStream fromServer;
    private final OutputStream toServer;

    ProxyConnection(FaultProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        this.fromClient = new BufferedInputStream(client.getInputStream());
        this.toClient = new BufferedOutputStream(client.getOutputStream());
        this.fromServer = new BufferedInputStream(server.getInputStream());
        this.toServer = new BufferedOutputStream(server.getOutputStream());
    }

    @Override
    public void run() {
        try {
            while (serve()) {
                LOG.trace("another request on the same connection");
            }
        } catch (IOException e) {
            LOG.debug("connection ended cause={}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** One request and its answer; false when the connection has served its time. */
    private boolean serve() throws IOException, InterruptedException {
        Optional<HttpHead> next = HttpHead.read(fromClient);
        if (next.isEmpty()) {
            return false;
        }
        HttpHead head = next.get();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        head.copyBody(fromClient, body, false);
        ApiRequest request = ApiRequest.of(head.word(0), head.word(1));
        Fault fault = proxy.faultFor(request);
        Verdict before = fault.before(request);
        if (before.kind() != Verdict.Kind.GO_ON) {
            return instead(before);
        }
        head.forHost(proxy.host()).write(toServer);
        body.writeTo(toServer);
        toServer.flush();
        return answer(request, fault);
    }

    private boolean answer(ApiRequest request, Fault fault) throws IOException, InterruptedException {
        HttpHead answer = HttpHead.read(fromServer).orElseThrow(() -> new IOException("the API server hung up"));
        Verdict verdict = fault.answered(request, answer.status());
        if (verdict.kind() == Verdict.Kind.CUT || verdict.kind() == Verdict.Kind.ANSWER) {
            return instead(verdict) && discard(answer);
        }
        answer.write(toClient);
        if (answer.status() == 101) {
            toClient.flush();
            watch(request, verdict);
            return false;
        }
        answer.copyBody(fromServer, toClient, true);
        fault.delivered(request);
        return true;
    }

    private boolean discard(HttpHead answer) throws IOException {
        answer.copyBody(fromServer, OutputStream.nullOutputStream(), true);
        return true;
    }

    private boolean instead(Verdict verdict) throws IOException {
        if (verdict.kind() == Verdict.Kind.CUT) {
            return false;
        }
        toClient.write(Objects.requireNonNull(verdict.answer()).bytes());
        toClient.flush();
        return true;
    }

    private void watch(ApiRequest request, Verdict verdict) throws IOException {
        if (verdict.kind() == Verdict.Kind.EXPIRED) {
            WatchTunnel.writeExpired(toClient);
            return;
        }
        WatchTunnel tunnel = new WatchTunnel(request, this);
        proxy.opened(tunnel);
        try {
            proxy.execute(this::passClientOn);
            tunnel.pump(fromServer, toClient);
        } finally {
            proxy.ended(tunnel);
        }
    }

    /** What the client says on a watch: pings and the close. */
    private void passClientOn() {
        try {
            byte[] piece = new byte[1024];
            for (int got = fromClient.read(piece); got >= 0; got = fromClient.read(piece)) {
                toServer.write(piece, 0, got);
                toServer.flush();
            }
        } catch (IOException e) {
            LOG.trace("watch ended by the client cause={}", e.toString());
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        quietly(client);
        quietly(server);
        proxy.closed(this);
    }

    static void quietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            LOG.trace("already closed cause={}", e.toString());
        }
    }
}
