// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

/** A table of infrastructure kinds that cannot be read. The message names row, column and cure. */
public final class MalformedTableException extends IllegalArgumentException {
    MalformedTableException(String message) {
        super(message);
    }
}
