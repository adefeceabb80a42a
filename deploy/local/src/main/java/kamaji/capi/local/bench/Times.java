// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Durations of many clusters, sorted. */
record Times(List<Duration> sorted) {
    Times {
        sorted = sorted.stream().sorted().toList();
    }

    int count() {
        return sorted.size();
    }

    /** Seconds that a share of all took at most; NaN when there are none. */
    double percentile(double share) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        return seconds(sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1)));
    }

    /** The median and the two percentiles that matter, in columns. */
    String columns() {
        return String.format(Locale.ROOT, "%7.2f %6.2f %6.2f", percentile(0.5), percentile(0.95), percentile(0.99));
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
