// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code status.versions}.
 *
 * @param version a version that runs
 * @param replicas how many replicas run it, at least 1; null while none runs
 */
public record VersionCount(String version, @Nullable Integer replicas) {}
