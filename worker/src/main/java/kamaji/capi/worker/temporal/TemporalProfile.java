// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.grpc.Metadata;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.options.TemporalOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Temporal: our flags over Temporal's own environment variables over its configuration file over the
 * defaults. Loaded again whenever credentials may have been renewed.
 *
 * @param tls null for plain text
 */
record TemporalProfile(
        String address,
        String namespace,
        @Nullable String apiKey,
        @Nullable Metadata headers,
        @Nullable ClientConfigTLS tls) {
    private static final String CONFIG_FILE = "TEMPORAL_CONFIG_FILE";

    /** @throws StartFailure naming the file or variable that cannot be used; never with a piece of its text */
    static TemporalProfile load(TemporalOptions options, Map<String, String> variables) {
        ClientConfigProfile profile = read(variables);
        String apiKey = options.apiKeyFile() == null ? blankToNull(profile.getApiKey()) : keyIn(options.apiKeyFile());
        String address = first(options.address(), profile.getAddress(), "127.0.0.1:7233");
        String namespace = first(options.namespace(), profile.getNamespace(), "default");
        return new TemporalProfile(
                address, namespace, apiKey, profile.getMetadata(), tlsOf(profile.getTls(), apiKey != null));
    }

    private static @Nullable ClientConfigTLS tlsOf(@Nullable ClientConfigTLS tls, boolean keyed) {
        if (tls != null) {
            return Boolean.TRUE.equals(tls.isDisabled()) ? null : tls;
        }
        return keyed ? ClientConfigTLS.getDefaultInstance() : null;
    }

    private static ClientConfigProfile read(Map<String, String> variables) {
        String file = variables.getOrDefault(CONFIG_FILE, "");
        if (!file.isBlank() && !Files.isReadable(Path.of(file))) {
            throw unusable(CONFIG_FILE + " names " + file + ", which does not exist or cannot be read");
        }
        try {
            return load(variables, false);
        } catch (JsonProcessingException syntax) {
            throw unusable("Temporal's configuration file is no valid TOML at line "
                    + (syntax.getLocation() == null ? "?" : syntax.getLocation().getLineNr())
                    + "; correct it, or name another one in " + CONFIG_FILE);
        } catch (IOException unreadable) {
            throw unusable("Temporal's configuration file cannot be read; check " + CONFIG_FILE);
        } catch (IllegalArgumentException missing) {
            throw noProfile(variables);
        }
    }

    private static ClientConfigProfile load(Map<String, String> variables, boolean withoutFile) throws IOException {
        try {
            return ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setEnvOverrides(variables)
                    .setDisableFile(withoutFile)
                    .build());
        } catch (NullPointerException emptyFile) {
            // The SDK trips over a file without any profile, which is as good as no file.
            if (withoutFile || !variables.getOrDefault("TEMPORAL_PROFILE", "").isEmpty()) {
                throw noProfile(variables);
            }
            return load(variables, true);
        }
    }

    private static StartFailure noProfile(Map<String, String> variables) {
        return unusable("Temporal's configuration file has no profile '" + variables.get("TEMPORAL_PROFILE")
                + "'; correct TEMPORAL_PROFILE or " + CONFIG_FILE);
    }

    private static String keyIn(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw unusable("--temporal-api-key-file names " + file + ", which does not exist or cannot be read");
        }
    }

    static StartFailure unusable(String message) {
        return new StartFailure(ExitCode.USAGE, message);
    }

    private static String first(@Nullable String flag, @Nullable String profile, String otherwise) {
        String given = flag == null ? blankToNull(profile) : flag;
        return given == null ? otherwise : given;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** For the log: no key and no header, which may be one. */
    @Override
    public String toString() {
        return "address=" + address + " namespace=" + namespace + " tls=" + (tls != null) + " api-key="
                + (apiKey != null);
    }
}
