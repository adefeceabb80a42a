// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

/**
 * How a run ended.
 *
 * @param outcome {@code Converged}, {@code Blocked}, {@code Paused} or {@code Gone}
 * @param cause what blocks, empty otherwise
 */
public record Result(String outcome, String cause) {}
