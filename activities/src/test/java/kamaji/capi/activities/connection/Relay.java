// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes bytes on between clients and a server, until it forgets a connection as a firewall does: open, and dead. */
final class Relay implements AutoCloseable {
    private final int upstream;
    private final ServerSocket listening;
    private final Set<Passage> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        return thread;
    });

    /** @param upstream port on loopback */
    Relay(int upstream) {
        this.upstream = upstream;
        try {
            listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Forgets all connections that there are; new ones work. Tells how many. */
    int forget() {
        int forgotten = 0;
        for (Passage passage : open) {
            passage.forgotten = true;
            forgotten++;
        }
        return forgotten;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Passage passage =
                        new Passage(listening.accept(), new Socket(InetAddress.getLoopbackAddress(), upstream));
                open.add(passage);
                threads.execute(() -> passage.pump(passage.client, passage.server));
                threads.execute(() -> passage.pump(passage.server, passage.client));
            } catch (IOException ended) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(ended);
                }
            }
        }
    }

    private final class Passage {
        private final Socket client;
        private final Socket server;
        private volatile boolean forgotten;

        Passage(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pump(Socket from, Socket to) {
            byte[] piece = new byte[16_384];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                    if (!forgotten) {
                        out.write(piece, 0, got);
                    }
                }
            } catch (IOException ended) {
                forgotten = true;
            } finally {
                close();
            }
        }

        private void close() {
            open.remove(this);
            try (client;
                    server) {
                forgotten = true;
            } catch (IOException closed) {
                forgotten = true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(Passage::close);
        threads.shutdownNow();
    }
}
