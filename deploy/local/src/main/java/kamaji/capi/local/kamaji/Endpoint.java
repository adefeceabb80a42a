// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.Optional;

/** Where a tenant's API server can be reached. */
record Endpoint(String host, int port) {
    /**
     * The endpoint that Kamaji would publish: the tenant's own address, else the one of its Service. A load balancer's
     * host name is no address.
     *
     * @param address networkProfile.address, or empty
     * @param port networkProfile.port
     * @param type the Service's type
     * @param offered what the Service offers once it has an address: the published endpoint of the stack
     * @param serviceReady whether the Service has its address
     */
    static Optional<Endpoint> of(String address, int port, String type, Endpoint offered, boolean serviceReady) {
        if (!address.isEmpty()) {
            return Optional.of(new Endpoint(address, port));
        }
        // A node port is open on every node, so nobody can guess the address: Kamaji waits until it is told.
        boolean known = serviceReady && !type.equals("NodePort");
        return known ? Optional.of(offered) : Optional.empty();
    }

    static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("endpoint '" + text + "' is not host:port");
        }
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
    }

    String text() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
