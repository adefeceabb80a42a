// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.worker.Version;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "What a control plane waits for, since when, when it is tried next, and what to do about it.")
final class WhyCommand implements Callable<Integer> {
    private final Map<String, String> variables;

    @Mixin
    private final Flags flags = new Flags();

    WhyCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() {
        try (Session session = flags.open(variables)) {
            KamajiControlPlane controlPlane = session.controlPlanes()
                    .find(flags.name())
                    .orElseThrow(() -> session.controlPlanes().missing(flags.name()));
            Why why = why(session, controlPlane);
            flags.print(why, () -> flags.out().print(WhyText.of(why, Instant.now())));
            return 0;
        }
    }

    /** Without Temporal the object alone says much. */
    private Why why(Session session, KamajiControlPlane controlPlane) {
        List<String> notes = new ArrayList<>();
        @Nullable String workflow = session.runs().toldWorkflowId(controlPlane).orElse(null);
        @Nullable RunNow run = null;
        try {
            workflow = session.runs().workflowId(flags.name(), controlPlane);
            run = session.runs().now(workflow).orElse(null);
            if (run == null) {
                notes.add("Temporal knows no run of this workflow (any more)");
            } else if (run.open() && run.described() == null) {
                notes.add("no worker answers: attempts and times come from Temporal alone");
            }
        } catch (StartFailure away) {
            notes.add(away.getMessage() + " – told from the object alone");
        }
        String link = workflow == null ? null : session.link(workflow, run == null ? null : run.runId());
        return Why.of(controlPlane, run, workflow, link, notes, Instant.now());
    }
}
