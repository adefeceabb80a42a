// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes version, ordered by age. What follows the patch is kept but does not order.
 *
 * @param text as written, with a leading v
 */
public record KubernetesVersion(int major, int minor, int patch, String text) implements Comparable<KubernetesVersion> {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})([-+].*)?");
    private static final Comparator<KubernetesVersion> BY_AGE = Comparator.comparingInt(KubernetesVersion::major)
            .thenComparingInt(KubernetesVersion::minor)
            .thenComparingInt(KubernetesVersion::patch)
            .thenComparing(KubernetesVersion::text);

    /** Reads {@code v1.33.1} or {@code 1.33.1}; empty for anything else. */
    public static Optional<KubernetesVersion> parse(@Nullable String text) {
        Matcher matcher = FORM.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new KubernetesVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group().startsWith("v") ? matcher.group() : "v" + matcher.group()));
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        return BY_AGE.compare(this, other);
    }

    @Override
    public String toString() {
        return text;
    }
}
