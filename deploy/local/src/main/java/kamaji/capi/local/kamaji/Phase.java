// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.Locale;

/** The phases of a tenant control plane, by the names of the API. */
enum Phase {
    PROVISIONING("Provisioning"),
    NOT_READY("NotReady"),
    READY("Ready"),
    UPGRADING("Upgrading"),
    UNKNOWN("Unknown"),
    SLEEPING("Sleeping"),
    WRITE_LIMITED("WriteLimited"),
    MIGRATING("Migrating"),
    CERTIFICATE_AUTHORITY_ROTATING("CertificateAuthorityRotating");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** True when reaching this phase makes the version of the spec the installed one. */
    boolean installs() {
        return this == READY || this == SLEEPING;
    }

    /** The first row that matches decides, as in Kamaji. An installed version that is empty means none yet. */
    static Phase of(int desired, boolean writeLimited, PodCounts pods, String wanted, String installed) {
        if (desired == 0) {
            return SLEEPING;
        }
        if (pods.ready() == 0) {
            return NOT_READY;
        }
        if (writeLimited) {
            return WRITE_LIMITED;
        }
        if (pods.settledAt(desired)) {
            return READY;
        }
        if (installed.isEmpty()) {
            return PROVISIONING;
        }
        return installed.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)) ? UNKNOWN : UPGRADING;
    }
}
