// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Temporal is: the same flags for the provider and for the kubectl plugin. */
public final class TemporalFlags {
    @Option(
            names = "--temporal-address",
            paramLabel = "HOST:PORT",
            description = "Temporal's frontend. Also TEMPORAL_ADDRESS, or address in the file that TEMPORAL_CONFIG_FILE"
                    + " names. Default: 127.0.0.1:7233.")
    private @Nullable String address;

    @Option(
            names = "--temporal-namespace",
            paramLabel = "NAME",
            description = "Temporal's namespace. Also TEMPORAL_NAMESPACE, or namespace in Temporal's configuration"
                    + " file. TLS and API key have no flags: see TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_API_KEY and"
                    + " the others of Temporal's environment configuration. Default: default.")
    private @Nullable String namespace;

    @Option(
            names = "--temporal-api-key-file",
            paramLabel = "PATH",
            description = "File with the API key of Temporal. It is read again when it changes.")
    private @Nullable Path apiKeyFile;

    /**
     * All that was set, checked.
     *
     * @param instance null to derive it
     * @throws InvalidOption when a value cannot be meant
     */
    public TemporalOptions options(@Nullable String instance) {
        return new TemporalOptions(address, namespace, instance, apiKeyFile);
    }
}
