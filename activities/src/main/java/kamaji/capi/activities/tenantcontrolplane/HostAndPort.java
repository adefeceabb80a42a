// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

/** A host name that may carry a port, split as Go's net package splits it, since Kamaji and Cluster API do too. */
record HostAndPort(String host, boolean withPort) {

    static HostAndPort of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new HostAndPort(text, false);
        }
        String before = text.substring(0, colon);
        if (before.startsWith("[") && before.endsWith("]")) {
            return new HostAndPort(before.substring(1, before.length() - 1), true);
        }
        // More than one colon outside of brackets is a bare IPv6 address.
        return before.indexOf(':') >= 0 ? new HostAndPort(text, false) : new HostAndPort(before, true);
    }
}
