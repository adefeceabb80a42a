// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.Objects;
import java.util.Optional;
import kamaji.capi.activities.api.Network;
import kamaji.capi.workflows.facts.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach an API server behind an Ingress or a Gateway. Kamaji's status never tells, it says where the
 * Service is; its kubeconfigs name the host of the Ingress with a port that stands there, else with that of the Service,
 * and the host of the Gateway always with that of the Service. Our mapping makes both say what this says.
 */
public final class Exposure {
    private static final int HTTPS = 443;

    private Exposure() {}

    /** Host and port for clients; empty where the Service itself is reached, or the port is none. */
    public static Optional<Endpoint> of(@Nullable Network network) {
        if (network == null) {
            return Optional.empty();
        }
        if (network.ingress() != null) {
            return of(network.ingress().hostname(), null);
        }
        return network.gateway() == null
                ? Optional.empty()
                : of(network.gateway().hostname(), network.gateway().port());
    }

    /** The port of an Ingress or Gateway: that of the host name, else that of the listener, else the one of HTTPS. */
    private static Optional<Endpoint> of(String hostname, @Nullable Integer listener) {
        HostAndPort given = HostAndPort.of(hostname);
        try {
            Integer port =
                    given.port() == null ? Objects.requireNonNullElse(listener, HTTPS) : Integer.valueOf(given.port());
            return Endpoint.of(given.host(), port);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
