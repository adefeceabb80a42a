// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came of the kills in one story.
 *
 * @param writes the writes without a fault, in their order
 * @param points how many points were tried
 * @param reached at how many of them the provider was killed
 * @param kills how often it was killed
 * @param wrong what was not as without a fault
 */
public record StoryResult(
        String story, List<String> writes, int points, int reached, int kills, Duration took, List<String> wrong) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-18s %3d writes %4d points %4d reached %3d kills %4d s %3d wrong",
                story,
                writes.size(),
                points,
                reached,
                kills,
                took.toSeconds(),
                wrong.size());
    }
}
