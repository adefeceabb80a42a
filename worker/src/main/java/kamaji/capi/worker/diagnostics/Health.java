// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.diagnostics;

/**
 * The answer of a probe.
 *
 * @param text for people: one line per part, what is well and what is not
 */
public record Health(boolean well, String text) {}
