// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

/** How much an answer of the tenant API server counts, as given by {@code --access-check}. */
public enum AccessCheck {
    /** Without an answer the control plane is never initialised. */
    REQUIRED("required"),
    /** An address that does not answer from here holds nothing back for long. */
    BEST_EFFORT("best-effort"),
    /** It is not asked. */
    OFF("off");

    private final String text;

    AccessCheck(String text) {
        this.text = text;
    }

    /** The mode of an option's value; IllegalArgumentException, with the values that there are, for another one. */
    public static AccessCheck parse(String text) {
        for (AccessCheck mode : values()) {
            if (mode.text.equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no mode of the access check: use required, best-effort or off");
    }

    /** As written on the command line. */
    @Override
    public String toString() {
        return text;
    }
}
