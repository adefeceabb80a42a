// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant API server is reached. Written as {@code host:port}, with brackets around an IPv6 host.
 *
 * @param host host name or IP address without brackets, not empty
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
    private static final int HIGHEST_PORT = 65535;

    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a host");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /** An endpoint of the parts of an API object, where an empty host or a port of 0 means unset. */
    public static Optional<Endpoint> of(@Nullable String host, @Nullable Integer port) {
        if (host == null || host.isBlank() || port == null || port < 1 || port > HIGHEST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new Endpoint(host, port));
    }

    /**
     * Reads {@code host:port} or {@code [IPv6]:port}.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    @JsonCreator
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is not of the form host:port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' has no port number after its last colon", e);
        }
    }

    @Override
    @JsonValue
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
