// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An open watch, which is a WebSocket: bytes in both directions until someone closes, drops or stalls it. */
final class WatchTunnel {
    private final ApiRequest request;
    private final AutoCloseable connection;
    private volatile boolean stalled;

    WatchTunnel(ApiRequest request, AutoCloseable connection) {
        this.request = request;
        this.connection = connection;
    }

    ApiRequest request() {
        return request;
    }

    /** From now on the client hears nothing, and nothing tells it so. */
    void stall() {
        stalled = true;
    }

    void drop() {
        ProxyConnection.quietly(connection);
    }

    /** Passes on what the API server says until it ends. */
    void pump(InputStream server, OutputStream client) throws IOException {
        byte[] piece = new byte[16_384];
        for (int got = server.read(piece); got >= 0; got = server.read(piece)) {
            if (!stalled) {
                client.write(piece, 0, got);
                client.flush();
            }
        }
    }

    /** One text frame with the event that the API server sends for a version that it no longer has, then a close. */
    static void writeExpired(OutputStream client) throws IOException {
        String status = Answer.statusBody(410, "Expired", "too old resource version");
        byte[] event = ("{\"type\":\"ERROR\",\"object\":" + status + "}").getBytes(StandardCharsets.UTF_8);
        client.write(new byte[] {(byte) 0x81, 126, (byte) (event.length >> 8), (byte) event.length});
        client.write(event);
        client.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
        client.flush();
    }
}
