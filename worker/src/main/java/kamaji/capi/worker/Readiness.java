// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import kamaji.capi.worker.diagnostics.Health;
import kamaji.capi.worker.temporal.TemporalConnection;
import org.jspecify.annotations.Nullable;

/**
 * What the probes answer. Ready: Temporal reachable, every role at work. Live: no role says that only a restart helps;
 * never whether Temporal or Kubernetes is there, for a restart brings neither back.
 */
final class Readiness {
    private final List<Role> roles = new CopyOnWriteArrayList<>();
    private volatile String phase = "starting";
    private volatile @Nullable TemporalConnection temporal;

    /** What the start waits for now, in words. */
    void waitFor(String what) {
        phase = "waiting for " + what;
    }

    void dependOn(TemporalConnection connection) {
        temporal = connection;
        phase = "starting";
    }

    void add(Role role) {
        roles.add(role);
    }

    void started() {
        if (!phase.equals("stopping")) {
            phase = "";
        }
    }

    void stopping() {
        phase = "stopping";
    }

    Health readiness() {
        List<String> problems = new ArrayList<>();
        if (!phase.isEmpty()) {
            problems.add(phase);
        }
        TemporalConnection connection = temporal;
        if (connection != null && !connection.reachable()) {
            problems.add("Temporal at " + connection.address() + " does not answer");
        }
        roles.stream().filter(role -> !role.ready()).map(Readiness::problem).forEach(problems::add);
        return problems.isEmpty() ? new Health(true, well()) : new Health(false, String.join("\n", problems));
    }

    /** Trouble of single clusters makes nobody unready, but is told. */
    private String well() {
        List<String> lines = new ArrayList<>(List.of("ok"));
        roles.stream().map(Role::note).filter(note -> !note.isEmpty()).forEach(lines::add);
        return String.join("\n", lines);
    }

    Health liveness() {
        List<String> problems = roles.stream()
                .filter(role -> !role.alive())
                .map(Readiness::problem)
                .toList();
        return problems.isEmpty() ? new Health(true, "ok") : new Health(false, String.join("\n", problems));
    }

    private static String problem(Role role) {
        return role.name() + ": " + role.why();
    }
}
