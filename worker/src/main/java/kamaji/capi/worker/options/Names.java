// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import org.jspecify.annotations.Nullable;

/** Names that Kubernetes must accept. */
final class Names {
    private static final String DNS_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private Names() {}

    static void refuseUnlessLabel(@Nullable String name, String flag) {
        Refuse.unless(
                name == null || name.matches(DNS_LABEL),
                flag,
                "is '" + name + "', which is no DNS label; write at most 63 lower-case letters, digits and '-'");
    }
}
