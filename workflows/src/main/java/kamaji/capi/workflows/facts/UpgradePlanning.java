// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans upgrades, one minor at a time. Kamaji admits a hop by what was asked for before, not by what runs, and can never
 * take one back: so the next hop is planned only from a version that runs on every pod.
 *
 * @param wanted {@code spec.version} of the control plane
 * @param running the version that Kamaji reached last, null before the first
 * @param asked the version that the TenantControlPlane carries
 * @param steady whether Kamaji has processed it and every pod runs it, or it sleeps
 * @param inBetween versions to use for minors that are only passed through; {@code x.y.0} for those not named
 * @param told the plan in the status, null when there is none; its beginning is kept while it is being walked
 */
public record UpgradePlanning(
        String wanted,
        @Nullable String running,
        @Nullable String asked,
        boolean steady,
        List<String> inBetween,
        @Nullable UpgradePlan told) {

    /** What is to be done about the version; empty when what runs is what is wanted, or Kamaji has to judge. */
    public Optional<Upgrade> upgrade() {
        KubernetesVersion goal = KubernetesVersion.parse(wanted).orElse(null);
        KubernetesVersion written = KubernetesVersion.parse(asked).orElse(null);
        if (goal == null || written == null || goal.major() != written.major()) {
            return Optional.empty();
        }
        KubernetesVersion base = KubernetesVersion.parse(running).orElse(written);
        if (goal.equals(base) && goal.equals(written)) {
            return Optional.empty();
        }
        if (goal.minor() < Math.max(written.minor(), base.minor())) {
            return Optional.of(new Upgrade(null, written.text(), refusal(goal, written)));
        }
        if (running == null && goal.minor() <= written.minor() + 1) {
            return Optional.empty();
        }
        return Optional.of(new Upgrade(plan(goal, written, base), written.text(), null));
    }

    private static String refusal(KubernetesVersion goal, KubernetesVersion written) {
        return "spec.version: " + goal + " is older than " + written
                + ", which Kamaji has accepted and cannot take back: set spec.version to v" + written.major() + "."
                + written.minor() + ".x or newer";
    }

    private UpgradePlan plan(KubernetesVersion goal, KubernetesVersion written, KubernetesVersion base) {
        String current = current(goal, written, base);
        List<String> hops = new ArrayList<>();
        String from = base.text();
        UpgradePlan before = told;
        if (before != null && before.to().equals(goal.text())) {
            int reached = before.hops().indexOf(base.text());
            if (reached >= 0) {
                from = before.from();
                hops.addAll(before.hops().subList(0, reached + 1));
            }
        }
        for (int minor = base.minor() + 1; minor < goal.minor(); minor++) {
            boolean inFlight = minor == written.minor();
            hops.add(inFlight ? current : passedThrough(base.major(), minor).orElse(first(base.major(), minor)));
        }
        hops.add(goal.text());
        return new UpgradePlan(from, goal.text(), hops, current);
    }

    /** A correction within the minor that is being rolled out is taken up at once: it may be what the rollout lacks. */
    private String current(KubernetesVersion goal, KubernetesVersion written, KubernetesVersion base) {
        if (goal.minor() == written.minor()) {
            return goal.text();
        }
        if (written.minor() > base.minor()) {
            return passedThrough(written.major(), written.minor()).orElse(written.text());
        }
        if (!steady) {
            return written.text();
        }
        int next = base.minor() + 1;
        return next == goal.minor()
                ? goal.text()
                : passedThrough(base.major(), next).orElse(first(base.major(), next));
    }

    /** The newest of the versions named for a minor. */
    private Optional<String> passedThrough(int major, int minor) {
        return inBetween.stream()
                .flatMap(text -> KubernetesVersion.parse(text).stream())
                .filter(version -> version.major() == major && version.minor() == minor)
                .max(KubernetesVersion::compareTo)
                .map(KubernetesVersion::text);
    }

    private static String first(int major, int minor) {
        return "v" + major + "." + minor + ".0";
    }
}
