// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

/**
 * How the last finished run left the cluster, as stored in {@code status.settled}.
 *
 * @param digest {@link Facts#digest()} at that moment
 * @param result name of the {@link kamaji.capi.workflows.decision.Outcome.Kind}, in the form {@code Converged}
 */
public record Settled(String digest, String result) {}
