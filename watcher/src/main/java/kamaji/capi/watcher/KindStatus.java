// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import kamaji.capi.watcher.kind.KindState;

/**
 * How the watch on a kind is.
 *
 * @param kind for example TenantControlPlane
 * @param state whether its cache can be relied on
 * @param watching whether changes are received at this moment
 * @param failures how many lists and watches have failed since the start
 */
public record KindStatus(String kind, KindState state, boolean watching, long failures) {}
