// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer of the proxy's own.
 *
 * @param headers beyond type and length
 * @param body JSON
 */
public record Answer(int code, Map<String, String> headers, String body) {
    /** A Status object as the API server sends it. */
    public static Answer status(int code, String reason, String message, Map<String, String> headers) {
        return new Answer(code, headers, statusBody(code, reason, message));
    }

    /** 429 with the seconds after which the client may try again. */
    public static Answer tooManyRequests(int retryAfter) {
        return status(
                429,
                "TooManyRequests",
                "the server has received too many requests",
                Map.of("Retry-After", String.valueOf(retryAfter)));
    }

    static String statusBody(int code, String reason, String message) {
        return """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message, reason, code);
    }

    byte[] bytes() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Fault\r\nContent-Type: application/json\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + content.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }
}
