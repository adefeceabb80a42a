// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import java.time.Duration;
import java.util.List;
import kamaji.capi.local.clusterapi.ClusterApiOptions;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.StackCommand;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.local.stack.Workflows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/local/bench}: figures, printed and not judged. */
@Command(
        name = "deploy/local/bench",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures the start of the provider, bursts of clusters from their apply to Ready, sleeping and"
                + " waiting clusters, an idle time, and a restart with all settled. Everything runs on this machine,"
                + " side by side.")
public final class Bench extends StackCommand {
    @Option(
            names = "--clusters",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,100,100",
            description = "Clusters of each burst, one burst after the other on the same provider process.")
    private List<Integer> bursts = List.of();

    @Option(
            names = "--sleeping",
            paramLabel = "N",
            defaultValue = "0",
            description = "Put this many clusters to sleep, then create one beside them.")
    private int sleeping;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "0",
            description = "Create this many clusters whose infrastructure object is missing, and that object later.")
    private int waiting;

    @Option(names = "--waiting-for", paramLabel = "SECONDS", defaultValue = "120", description = "How long those wait.")
    private int waitingFor;

    @Option(
            names = "--endpoint-delay",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Simulated Kamaji: from the TenantControlPlane to its endpoint.")
    private double endpointDelay;

    @Option(
            names = "--ready-delay",
            paramLabel = "SECONDS",
            defaultValue = "7",
            description = "Simulated Kamaji: from the endpoint to Ready.")
    private double readyDelay;

    @Option(
            names = "--access-delay",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Simulated Kamaji: from Ready until its kubeconfig is let in.")
    private double accessDelay;

    @Option(
            names = "--churn",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Simulated Kamaji: time between status writes that say nothing new, 0 for none.")
    private double churn;

    @Option(names = "--webhooks", description = "Simulated Kamaji: admit every write through its webhooks.")
    private boolean webhooks;

    @Option(
            names = "--longest",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Give up on a burst after this long.")
    private int longest;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Length of the idle time, and of the time after the restart.")
    private int idle;

    public static void main(String[] arguments) {
        execute(new Bench(), arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        KamajiOptions kamaji = KamajiOptions.benchmark()
                .withEndpointDelay(millis(endpointDelay))
                .withReadyDelay(millis(readyDelay))
                .withAccessDelay(millis(accessDelay))
                .withChurnInterval(millis(churn))
                .withWebhooks(webhooks);
        StackOptions options =
                StackOptions.of(kamaji).withCore(ClusterApiOptions.benchmark()).withArguments("--instance=bench");
        try (LocalStack stack = start(options);
                Workflows workflows = Workflows.of(stack.temporal())) {
            Scenarios scenarios = new Scenarios(stack, workflows, Duration.ofSeconds(longest), out());
            scenarios.coldStart();
            scenarios.bursts(bursts);
            if (sleeping > 0) {
                scenarios.sleeping(sleeping);
            }
            if (waiting > 0) {
                scenarios.waiting(waiting, Duration.ofSeconds(waitingFor));
            }
            scenarios.idle(Duration.ofSeconds(idle));
            scenarios.restart(Duration.ofSeconds(idle));
        }
        return 0;
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
