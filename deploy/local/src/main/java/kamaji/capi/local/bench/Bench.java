// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.temporal.client.WorkflowExecutionMetadata;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import kamaji.capi.local.clusterapi.ClusterApiOptions;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.local.stack.Workflows;
import kamaji.capi.servers.AuditLog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/local/bench}: figures, printed and not judged. */
@Command(
        name = "deploy/local/bench",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures bursts of clusters from their apply to Ready, then an idle time and a restart with all"
                + " settled. Everything runs on this machine, side by side.")
public final class Bench implements Callable<Integer> {
    @Option(
            names = "--clusters",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,100,100",
            description = "Clusters of each burst, one burst after the other on the same provider process.")
    private List<Integer> bursts = List.of();

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
            defaultValue = "180",
            description = "Give up on a burst after this long.")
    private int longest;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Length of the idle time, and of the time after the restart.")
    private int idle;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
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
        try (LocalStack stack = LocalStack.start(Checkout.here(), options, line -> out.println("· " + line));
                Workflows workflows = Workflows.of(stack.temporal())) {
            measure(stack, workflows);
        }
        return 0;
    }

    private void measure(LocalStack stack, Workflows workflows) throws InterruptedException {
        long begin = System.nanoTime();
        ProviderProcess provider = stack.startProvider();
        provider.awaitReady();
        out.printf(
                Locale.ROOT, "provider ready after %.1f s%n%n", seconds(Duration.ofNanos(System.nanoTime() - begin)));
        out.println("clusters  Ready    p50    p95    max  writes  reads  events   runs  provider CPU  RSS");
        for (int clusters : bursts) {
            burst(stack, workflows, provider, clusters);
        }
        AuditLog audit = stack.kubernetes().auditLog();
        long mark = audit.size();
        TimeUnit.SECONDS.sleep(idle);
        out.printf("%nidle %d s: %d requests but watches%n", idle, new Requests(audit.linesFrom(mark)).notWatches());
        restart(stack, workflows, provider);
    }

    private void burst(LocalStack stack, Workflows workflows, ProviderProcess provider, int clusters)
            throws InterruptedException {
        String namespace = stack.kubernetes().freshNamespace("bench");
        AuditLog audit = stack.kubernetes().auditLog();
        long mark = audit.size();
        Duration cpu = provider.cpu();
        List<Duration> times = new Burst(stack.client(), namespace).run(clusters, Duration.ofSeconds(longest));
        TimeUnit.SECONDS.sleep(3);
        Duration used = provider.cpu().minus(cpu);
        Requests requests = new Requests(audit.linesFrom(mark));
        List<Long> events = new ArrayList<>();
        for (WorkflowExecutionMetadata run : workflows.runs()) {
            if (run.getExecution().getWorkflowId().contains("/" + namespace + "/")) {
                events.add(run.getHistoryLength());
            }
        }
        double each = clusters;
        out.printf(
                Locale.ROOT,
                "%8d %6d %6.2f %6.2f %6.2f %7.2f %6.2f %7.1f %6.2f %11.1f s %4d MB%n",
                clusters,
                times.size(),
                percentile(times, 0.5),
                percentile(times, 0.95),
                percentile(times, 1),
                requests.writes() / each,
                requests.reads() / each,
                events.stream().mapToLong(Long::longValue).average().orElse(0),
                events.size() / each,
                seconds(used),
                provider.residentMegabytes());
        requests.byKind()
                .forEach((kind, count) ->
                        out.printf(Locale.ROOT, "           %-52s %6.2f a cluster%n", kind, count / each));
    }

    private void restart(LocalStack stack, Workflows workflows, ProviderProcess provider) throws InterruptedException {
        int before = workflows.runs().size();
        provider.close();
        AuditLog audit = stack.kubernetes().auditLog();
        long mark = audit.size();
        long begin = System.nanoTime();
        ProviderProcess again = stack.startProvider();
        again.awaitReady();
        double ready = seconds(Duration.ofNanos(System.nanoTime() - begin));
        TimeUnit.SECONDS.sleep(idle);
        out.printf(
                Locale.ROOT,
                "restart with all settled: ready after %.1f s, %d workflows started, %d writes, %d reads, RSS %d MB%n",
                ready,
                workflows.runs().size() - before,
                new Requests(audit.linesFrom(mark)).writes(),
                new Requests(audit.linesFrom(mark)).reads(),
                again.residentMegabytes());
    }

    private static double percentile(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return seconds(sorted.get(Math.max(0, index)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
