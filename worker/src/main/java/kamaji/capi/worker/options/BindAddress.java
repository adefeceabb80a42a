// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import org.jspecify.annotations.Nullable;

/**
 * Where a server of this process listens, written as controllers do: {@code :8080} is every interface, {@code
 * 127.0.0.1:0} a free port of one, {@code 0} nowhere.
 *
 * @param host null for every interface
 * @param port -1 when off, 0 for any free port
 */
public record BindAddress(@Nullable String host, int port) {
    public static final BindAddress OFF = new BindAddress(null, -1);

    public BindAddress {
        if (port < -1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /**
     * Reads what people write.
     *
     * @throws IllegalArgumentException saying what an address looks like
     */
    public static BindAddress parse(String text) {
        if (text.equals("0")) {
            return OFF;
        }
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an address; write :8080 for every interface, 127.0.0.1:8080 for one, port 0 for a free"
                    + " port, or 0 to switch it off");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new BindAddress(host.isEmpty() ? null : host, Integer.parseInt(port));
    }

    public boolean isOff() {
        return port < 0;
    }

    @Override
    public String toString() {
        if (isOff()) {
            return "0";
        }
        String shown = host == null ? "" : host.contains(":") ? "[" + host + "]" : host;
        return shown + ":" + port;
    }
}
