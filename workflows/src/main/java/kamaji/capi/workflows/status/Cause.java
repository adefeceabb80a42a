// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The message of a condition that waits: what is waited for, then the workflow whose history tells more. */
public final class Cause {
    private static final Pattern TOLD = Pattern.compile("(.*) \\(workflow (\\S+), looks again at every change\\)");

    private Cause() {}

    /** The message as it stands in the API. */
    public static String told(String message, String workflowId) {
        return message + " (workflow " + workflowId + ", looks again at every change)";
    }

    /** The message without the workflow. */
    public static String bare(String told) {
        Matcher matcher = TOLD.matcher(told);
        return matcher.matches() ? matcher.group(1) : told;
    }

    /** The workflow that a message names, empty when it names none. */
    public static Optional<String> workflowId(String told) {
        Matcher matcher = TOLD.matcher(told);
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }
}
