// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.List;

/**
 * The plan of an upgrade, as {@code status.upgrade} tells it.
 *
 * @param from the version that ran at its start
 * @param to the version wanted in the end
 * @param hops the versions on the way, one per minor, {@code to} being the last
 * @param current the version being rolled out; no hop while the first cannot be taken yet
 */
public record UpgradePlan(String from, String to, List<String> hops, String current) {
    @SuppressWarnings("NullAway") // a payload leaves out empty lists
    public UpgradePlan {
        hops = hops == null ? List.of() : List.copyOf(hops);
    }

    /** For people: which hop of how many, from where to where. */
    public String describe() {
        int at = hops.indexOf(current);
        if (at < 0) {
            return "from " + from + " to " + to + ": begins once all pods are ready at " + current;
        }
        String before = at == 0 ? from : hops.get(at - 1);
        String hop = "from " + before + " to " + current;
        return hops.size() == 1 ? hop : "hop " + (at + 1) + " of " + hops.size() + ": " + hop;
    }
}
