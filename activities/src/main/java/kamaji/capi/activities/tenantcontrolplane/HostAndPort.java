// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import org.jspecify.annotations.Nullable;

/** A host name that may carry a port, split as Go's net package splits it, since Kamaji and Cluster API do too. */
record HostAndPort(String host, @Nullable String port) {

    static HostAndPort of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new HostAndPort(text, null);
        }
        String before = text.substring(0, colon);
        String after = text.substring(colon + 1);
        if (before.startsWith("[") && before.endsWith("]")) {
            return new HostAndPort(before.substring(1, before.length() - 1), after);
        }
        // More than one colon outside of brackets is a bare IPv6 address.
        return before.indexOf(':') >= 0 ? new HostAndPort(text, null) : new HostAndPort(before, after);
    }

    boolean withPort() {
        return port != null;
    }
}
