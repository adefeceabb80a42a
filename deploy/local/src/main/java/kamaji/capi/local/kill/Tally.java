// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what comes of the kills in one story. For one thread. */
final class Tally {
    private final KillMatrix.Model model;
    private final Set<KillPoint> reached = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private int kills;
    private Duration took = Duration.ZERO;

    Tally(KillMatrix.Model model) {
        this.model = model;
    }

    KillMatrix.Model model() {
        return model;
    }

    void reached(KillPoint point) {
        reached.add(point);
    }

    void add(int moreKills, Duration longer, List<String> found) {
        kills += moreKills;
        took = took.plus(longer);
        wrong.addAll(found);
    }

    /** Points at which the provider has not been killed so far. */
    List<KillPoint> missed() {
        return model.points().stream().filter(point -> !reached.contains(point)).toList();
    }

    StoryResult result() {
        return new StoryResult(
                model.story().toString(),
                model.writes(),
                model.points().size(),
                reached.size(),
                kills,
                took,
                List.copyOf(wrong));
    }
}
