// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a provider is killed.
 *
 * @param write verb, resource and subresource of the write
 * @param nth the how manieth of its kind within the story, from 1
 */
public record KillPoint(String write, int nth, Moment moment) {
    /** When, seen from the API server. */
    public enum Moment {
        /** It has not heard of the write. */
        BEFORE,
        /** It has done it, and the provider does not know. */
        DURING,
        /** The provider has its answer, and gets no further request through. */
        AFTER
    }

    /** The three moments of each write of a story that was played without a fault. */
    static List<KillPoint> of(List<String> writes) {
        Map<String, Integer> counts = new HashMap<>();
        List<KillPoint> points = new ArrayList<>();
        for (String write : writes) {
            int nth = counts.merge(write, 1, Integer::sum);
            for (Moment moment : Moment.values()) {
                points.add(new KillPoint(write, nth, moment));
            }
        }
        return points;
    }

    @Override
    public String toString() {
        return moment.name().toLowerCase(Locale.ROOT) + " " + write + " (" + nth + ")";
    }
}
