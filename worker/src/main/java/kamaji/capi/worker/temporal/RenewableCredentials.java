// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import java.util.Map;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.options.TemporalOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** API key and certificates, looked at again from time to time so that renewed ones need no restart. */
final class RenewableCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(RenewableCredentials.class);

    private final TemporalOptions options;
    private final Map<String, String> variables;
    private final @Nullable RenewableTls tls;
    private volatile @Nullable String apiKey;

    RenewableCredentials(TemporalOptions options, Map<String, String> variables, TemporalProfile profile) {
        this.options = options;
        this.variables = variables;
        this.tls = profile.tls() == null ? null : new RenewableTls(profile.tls());
        this.apiKey = profile.apiKey();
    }

    @Nullable
    RenewableTls tls() {
        return tls;
    }

    boolean hasApiKey() {
        return apiKey != null;
    }

    String apiKey() {
        String key = apiKey;
        return key == null ? "" : key;
    }

    /** Never fails: what cannot be read leaves the old in place. */
    void renew() {
        try {
            TemporalProfile next = TemporalProfile.load(options, variables);
            if (tls != null && next.tls() != null) {
                tls.renew(next.tls());
            }
            if (apiKey != null && next.apiKey() != null && !next.apiKey().equals(apiKey)) {
                apiKey = next.apiKey();
                LOG.info("temporal api key taken up");
            }
        } catch (StartFailure unusable) {
            LOG.warn(
                    "temporal credentials could not be renewed, the old ones stay reason=\"{}\"",
                    unusable.getMessage());
        }
    }
}
