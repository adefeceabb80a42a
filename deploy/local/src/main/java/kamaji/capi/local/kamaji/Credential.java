// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A Secret of a tenant that its status tells about.
 *
 * @param suffix what follows the tenant's name in the Secret's
 * @param component the value of the component label
 * @param lifecycle the value of the life-cycle label; empty for none
 * @param status where the status tells its name and checksum
 * @param keys the keys that have to be there
 * @param maker makes the values of these keys
 */
record Credential(
        String suffix,
        String component,
        String lifecycle,
        List<String> status,
        Set<String> keys,
        Function<Tenant, Map<String, String>> maker) {
    static Credential of(
            String suffix,
            String lifecycle,
            String status,
            Set<String> keys,
            Function<Tenant, Map<String, String>> maker) {
        String component = suffix.substring(1);
        return new Credential(suffix, component, lifecycle, List.of(status.split("\\.", -1)), keys, maker);
    }

    String secret(Tenant tenant) {
        return tenant.name() + suffix;
    }
}
