// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

/** Texts for the Temporal UI, which takes summaries of up to 200 bytes on one line. */
public final class Summaries {
    private static final int LONGEST = 160;

    private Summaries() {}

    /** The text on one line, cut with an ellipsis where it is too long. */
    public static String shorten(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
