// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** Temporal by TLS, as people run it: takes connections under a name with a certificate for it, and passes them on in plain. */
final class TlsFront implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLServerSocket socket;
    private final String host;
    private final int port;

    private TlsFront(SSLServerSocket socket, String target) {
        this.socket = socket;
        this.host = target.substring(0, target.lastIndexOf(':'));
        this.port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    }

    /**
     * Starts one on the loopback address.
     *
     * @param name in the certificate
     * @param target host and port
     * @param keys where to write its keys
     * @param certificate where to write the certificate, which is its own authority
     */
    static TlsFront start(String name, String target, Path keys, Path certificate) throws Exception {
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=dns:" + name);
        keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
        SSLServerSocket socket = (SSLServerSocket)
                context(keys).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        TlsFront front = new TlsFront(socket, target);
        inBackground(front::accept);
        return front;
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-alias", "front", "-keystore", store.toString(), "-storepass", "changeit"));
        new CommandLineTool(program, Objects.requireNonNull(store.getParent()), Map.of())
                .run(words.toArray(String[]::new));
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() throws IOException {
        while (!socket.isClosed()) {
            Socket outside = socket.accept();
            Socket inside = new Socket(host, port);
            inBackground(() -> pass(outside, inside));
            inBackground(() -> pass(inside, outside));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    /** Something that ends with an exception when a connection does. */
    private interface Passing {
        void run() throws IOException;
    }

    private static void inBackground(Passing passing) {
        Thread thread = new Thread(() -> {
            try {
                passing.run();
            } catch (IOException closed) {
                // By the other direction, or by the end of the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
