// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What differs between two flat tables, one line each. */
final class Difference {
    private static final int MOST = 8;

    private Difference() {}

    static String between(Map<String, String> wanted, Map<String, String> found) {
        return Stream.concat(wanted.keySet().stream(), found.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .filter(key -> !Objects.equals(wanted.get(key), found.get(key)))
                .limit(MOST)
                .map(key -> "    " + key + ": " + found.getOrDefault(key, "(absent)") + " instead of "
                        + wanted.getOrDefault(key, "(absent)"))
                .collect(Collectors.joining("\n"));
    }
}
