// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import kamaji.capi.worker.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "What the provider would do about a control plane now: the steps that are due and what would change in its"
                    + " TenantControlPlane.",
            "The API server works it out in a dry run; nothing is written."
        })
final class PlanCommand implements Callable<Integer> {
    private final Map<String, String> variables;

    @Mixin
    private final Flags flags = new Flags();

    @Option(
            names = "--upgrade-versions",
            paramLabel = "VERSIONS",
            split = ",",
            description = "As the provider was given them, for upgrades over several minors.")
    private List<String> upgradeVersions = List.of();

    PlanCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() {
        try (Session session = flags.open(variables)) {
            Plan plan = new Planning(session.kubernetes(), upgradeVersions)
                    .of(flags.name())
                    .orElseThrow(() -> session.controlPlanes().missing(flags.name()));
            flags.print(plan, () -> flags.out().print(PlanText.of(plan)));
            return 0;
        }
    }
}
