// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What flags say about Temporal. Where they say nothing, Temporal's own environment, its configuration file and its
 * defaults do, in this order.
 *
 * @param instance null to derive it from the cluster, the namespace and the watch filter
 * @param apiKeyFile null when there is no file with an API key
 */
public record TemporalOptions(
        @Nullable String address,
        @Nullable String namespace,
        @Nullable String instance,
        @Nullable Path apiKeyFile) {
    public TemporalOptions {
        Refuse.unless(
                address == null || address.matches("\\S+:\\d{1,5}"),
                "--temporal-address",
                "is '" + address + "'; write host:port, such as temporal-frontend.temporal:7233");
        Refuse.unless(
                namespace == null || namespace.matches("\\S+"),
                "--temporal-namespace",
                "is '" + namespace + "', which has blanks in it; write the name of a Temporal namespace");
        Names.refuseUnlessLabel(instance, "--instance");
    }

    String describe() {
        return "temporal-address=" + shown(address) + " temporal-namespace=" + shown(namespace) + " instance="
                + (instance == null ? "(derived)" : instance)
                + (apiKeyFile == null ? "" : " temporal-api-key-file=" + apiKeyFile);
    }

    private static String shown(@Nullable String value) {
        return value == null ? "(profile)" : value;
    }
}
