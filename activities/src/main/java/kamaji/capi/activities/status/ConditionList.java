// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** Puts conditions of ours into a live list in which others stand too. */
final class ConditionList {
    private ConditionList() {}

    /**
     * The list to write: others' conditions as they are, ours as reported, each type once. Those of ours that a full
     * report does not give are dropped. A transition time stays as long as the status of its condition does.
     */
    static List<Object> merge(@Nullable Object live, StatusReport report, Instant now) {
        Map<String, Condition> reported =
                report.conditions().stream().collect(Collectors.toMap(Condition::type, Function.identity()));
        Map<String, Object> merged = new LinkedHashMap<>();
        for (Object entry : live instanceof List<?> list ? list : List.of()) {
            if (entry instanceof Map<?, ?> old && old.get("type") instanceof String type) {
                Condition mine = reported.get(type);
                if (mine != null) {
                    merged.putIfAbsent(type, write(mine, old, now));
                } else if (report.partial() || !LiveStatus.isOwn(type)) {
                    merged.putIfAbsent(type, old);
                }
            }
        }
        report.conditions().forEach(mine -> merged.putIfAbsent(mine.type(), write(mine, Map.of(), now)));
        return List.copyOf(merged.values());
    }

    private static Map<String, Object> write(Condition condition, Map<?, ?> old, Instant now) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("type", condition.type());
        written.put("status", condition.status());
        written.put("reason", condition.reason());
        written.put("message", condition.message());
        written.put("observedGeneration", condition.observedGeneration());
        boolean same = Objects.equals(old.get("status"), condition.status())
                && old.get("lastTransitionTime") instanceof String;
        written.put(
                "lastTransitionTime",
                same
                        ? Objects.requireNonNull(old.get("lastTransitionTime"))
                        : now.truncatedTo(ChronoUnit.SECONDS).toString());
        return written;
    }
}
