// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two objects, leaf by leaf. */
final class TreeDifference {
    /** What servers and Kamaji write by themselves, and no user asks about. */
    private static final Set<String> NOISE = Set.of(
            "status",
            "metadata.managedFields",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.uid",
            "metadata.creationTimestamp");

    private final List<Change> changes = new ArrayList<>();

    private TreeDifference() {}

    /**
     * A leaf that differs.
     *
     * @param before null when it is new
     * @param after null when it goes
     */
    record Change(
            String path, @Nullable String before, @Nullable String after) {}

    /** @param before empty for an object that does not exist */
    static List<Change> between(Map<String, ?> before, Map<String, ?> after) {
        TreeDifference difference = new TreeDifference();
        difference.compare("", before, after);
        return List.copyOf(difference.changes);
    }

    private void compare(String path, @Nullable Object before, @Nullable Object after) {
        if (NOISE.contains(path) || Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Map<?, ?> || after instanceof Map<?, ?>) {
            maps(path, before, after);
        } else if (before instanceof List<?> || after instanceof List<?>) {
            lists(path, before, after);
        } else if (!text(path, before).equals(text(path, after))) {
            changes.add(new Change(
                    path, before == null ? null : text(path, before), after == null ? null : text(path, after)));
        }
    }

    private void maps(String path, @Nullable Object before, @Nullable Object after) {
        Map<?, ?> old = before instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> wanted = after instanceof Map<?, ?> map ? map : Map.of();
        Set<String> keys = new TreeSet<>();
        old.keySet().forEach(key -> keys.add(String.valueOf(key)));
        wanted.keySet().forEach(key -> keys.add(String.valueOf(key)));
        for (String key : keys) {
            compare(path.isEmpty() ? key : path + "." + key, old.get(key), wanted.get(key));
        }
    }

    private void lists(String path, @Nullable Object before, @Nullable Object after) {
        List<?> old = before instanceof List<?> list ? list : List.of();
        List<?> wanted = after instanceof List<?> list ? list : List.of();
        for (int index = 0; index < Math.max(old.size(), wanted.size()); index++) {
            compare(
                    path + "[" + index + "]",
                    index < old.size() ? old.get(index) : null,
                    index < wanted.size() ? wanted.get(index) : null);
        }
    }

    private static String text(String path, @Nullable Object leaf) {
        return Redaction.hides(path) && leaf != null ? Redaction.HIDDEN : String.valueOf(leaf);
    }
}
