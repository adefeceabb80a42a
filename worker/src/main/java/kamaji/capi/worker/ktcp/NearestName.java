// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that was probably meant. */
final class NearestName {
    private NearestName() {}

    /** The nearest name, unless more than a third of it would have to be typed anew. */
    static Optional<String> of(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(typed) || distance(typed, name) <= most(typed, name))
                .min(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(name -> name));
    }

    private static int most(String typed, String name) {
        return Math.max(1, Math.max(typed.length(), name.length()) / 3);
    }

    /** How many letters have to be put in, left out or changed. */
    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int changed = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(changed, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
