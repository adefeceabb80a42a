// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Free ports of the loopback interface. Another process may take a port between the answer and its use, so whoever
 * starts a server on it tries again with another one.
 */
public final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    private static final String TAKEN = "address already in use";

    private Ports() {}

    /** A port that nobody listened on a moment ago. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(socket.getInetAddress(), socket.getLocalPort());
                Socket accepted = socket.accept()) {
            // The accepted side closes first, and such a connection keeps the kernel from offering the port to others
            // for a minute, while whoever asks for it by number gets it.
            LOG.debug("free port={} asked by={}", accepted.getLocalPort(), client.getLocalPort());
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    static int orFree(int wanted) {
        return wanted == 0 ? free() : wanted;
    }

    /** Asked before a start: otherwise whoever has the port answers in the name of the server that failed to get it. */
    static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.debug("free port={}", socket.getLocalPort());
        } catch (IOException e) {
            throw new ServerFailedException(
                    "port " + port + " of 127.0.0.1: " + TAKEN + "; end that process or choose another port", e);
        }
    }

    static boolean wasTaken(ServerFailedException failure) {
        return String.valueOf(failure.getMessage()).contains(TAKEN);
    }
}
