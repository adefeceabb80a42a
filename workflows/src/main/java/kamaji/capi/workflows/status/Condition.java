// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

/**
 * A condition to report. The transition time is kept or set by whoever writes it.
 *
 * @param type as in the API, see {@link ConditionType}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason CamelCase, never empty
 * @param message for people: what is waited for and what to do; empty when all is well. Never a count, a time or a run
 *     id, so that waiting writes nothing
 * @param observedGeneration generation of the KamajiControlPlane that was looked at
 */
public record Condition(String type, String status, String reason, String message, long observedGeneration) {
    /** The reason of a step that went well. */
    public static final String SUCCEEDED = "Succeeded";
    /** The reason of a step that waits for something. */
    public static final String PENDING = "Pending";
    /** The reason of a step that failed. */
    public static final String FAILED = "Failed";

    public boolean isTrue() {
        return "True".equals(status);
    }
}
