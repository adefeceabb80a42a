// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.failure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Kamaji's webhooks answer, in terms of what the user wrote. Releases word it differently: parts are looked for. */
final class KamajiDenials {
    private static final List<Known> KNOWN = List.of(
            new Known(
                    "greater than the supported",
                    "spec.version: this Kamaji does not support so new a version; set an older one, or upgrade Kamaji"),
            new Known(
                    "unable to downgrade",
                    "spec.version: Kamaji never goes back to an earlier minor version; set the former one, or a later"
                            + " one"),
            new Known(
                    "non-sequential mode",
                    "spec.version: Kamaji takes one minor version after the other; set the next one"),
            new Known(
                    "datastore does not exist",
                    "spec.dataStoreName or spec.dataStoreOverrides: names a DataStore that does not exist; create it,"
                            + " or name another one"),
            new Known(
                    "duplicate resource override",
                    "spec.dataStoreOverrides: names a resource twice; keep one entry for it"),
            new Known(
                    "not contained in any configured service cidr",
                    "spec.network.dnsServiceIPs or spec.addons.coreDNS.dnsServiceIPs: an address is outside of the"
                            + " service CIDR; take one inside, or leave the field out"),
            new Known(
                    "tlsroute",
                    "spec.network.gateway: the management cluster does not serve TLSRoutes; install the Gateway API"
                            + " with them, or remove the gateway"),
            new Known(
                    "gateway api",
                    "spec.network.gateway: the management cluster does not serve the Gateway API; install it, or"
                            + " remove the gateway"));

    private KamajiDenials() {}

    private record Known(String part, String message) {}

    /** Field and cure, empty for an answer that is not known. */
    static Optional<String> explained(String denial) {
        String text = denial.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> text.contains(known.part()))
                .map(Known::message)
                .findFirst();
    }
}
