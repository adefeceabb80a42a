// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.worker.Version;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "What happened to a control plane: its episodes with their steps and waits, newest last.",
            "Works as long as Temporal keeps finished runs, even when the control plane is gone."
        })
final class HistoryCommand implements Callable<Integer> {
    private final Map<String, String> variables;

    @Mixin
    private final Flags flags = new Flags();

    @Option(names = "--limit", paramLabel = "N", description = "Most episodes to show. Default: 10.")
    private int limit = 10;

    HistoryCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * What is known.
     *
     * @param exists whether the control plane still exists
     * @param episodes oldest first
     * @param events oldest first; Kubernetes keeps them for an hour
     */
    record History(
            String namespace,
            String name,
            boolean exists,
            String workflow,
            @Nullable String link,
            List<Episode> episodes,
            List<Told> events) {}

    /**
     * An event of Kubernetes.
     *
     * @param time when it was seen last
     */
    record Told(Instant time, String type, String reason, String message) {
        static Told of(Event event) {
            return new Told(
                    EventTime.of(event),
                    Objects.requireNonNullElse(event.getType(), ""),
                    Objects.requireNonNullElse(event.getReason(), ""),
                    Objects.requireNonNullElse(event.getMessage(), ""));
        }
    }

    @Override
    public Integer call() {
        flags.requireAtLeastOne("--limit", limit);
        try (Session session = flags.open(variables)) {
            History history = history(session);
            flags.print(history, () -> flags.out().print(HistoryText.of(history)));
            return 0;
        }
    }

    private History history(Session session) {
        @Nullable
        KamajiControlPlane controlPlane =
                session.controlPlanes().find(flags.name()).orElse(null);
        String workflow = session.runs().workflowId(flags.name(), controlPlane);
        List<Episode> episodes = session.runs().histories(workflow, limit).stream()
                .map(Episode::of)
                .sorted((one, other) -> one.started().compareTo(other.started()))
                .toList();
        if (episodes.isEmpty()) {
            if (controlPlane == null) {
                throw session.controlPlanes().missing(flags.name());
            }
            throw new StartFailure(
                    ExitCode.NO_HISTORY,
                    "Temporal keeps no run of workflow " + workflow + "; is it the provider's Temporal and instance?"
                            + " See --temporal-address, --temporal-namespace and --instance");
        }
        return new History(
                session.kubernetes().namespace(),
                flags.name(),
                controlPlane != null,
                workflow,
                session.link(workflow, null),
                episodes,
                events(session));
    }

    /** Not everybody may read events. */
    private List<Told> events(Session session) {
        try {
            return session.controlPlanes().events(flags.name()).stream()
                    .map(Told::of)
                    .toList();
        } catch (StartFailure notPermitted) {
            return List.of();
        }
    }
}
