// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.up;

import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.ControlPlanes;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.StackCommand;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.local.stack.Workflows;
import kamaji.capi.servers.ServerFailedException;
import kamaji.capi.servers.ToolMissingException;
import kamaji.capi.workflows.facts.ClusterRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/local/up}: the quickstart. */
@Command(
        name = "deploy/local/up",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Starts the local stack on free loopback ports, applies the sample, shows how its clusters become"
                + " Ready, and keeps running until Ctrl-C.")
public final class Up extends StackCommand {
    private static final String INSTANCE = "local";
    private static final String NAMESPACE = "demo";
    private static final List<String> SAMPLE = List.of("hello", "virtual-control-plane");

    @Option(names = "--once", description = "End after the sample is Ready, with exit code 0.")
    private boolean once;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "How long the sample may take to become Ready.")
    private int timeout = 180;

    /** Runs the command; the exit code is 0 when the sample became Ready, 1 otherwise. */
    public static void main(String[] arguments) {
        execute(new Up(), arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch clean = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            await(clean);
        }));
        StackOptions options =
                StackOptions.of(KamajiOptions.realistic()).withUi().withArguments("--instance=" + INSTANCE);
        // What is kept has the histories too.
        try (LocalStack stack = start(keeps() ? options.withTemporalFile() : options);
                Workflows workflows = Workflows.of(stack.temporal())) {
            return story(stack, workflows, stopped);
        } catch (ToolMissingException | ServerFailedException | IllegalStateException e) {
            out().println("\n" + e.getMessage());
            return 1;
        } finally {
            clean.countDown();
        }
    }

    private int story(LocalStack stack, Workflows workflows, CountDownLatch stopped) throws InterruptedException {
        out().println("· starting the provider under its own service account");
        stack.startProvider().awaitReady();
        out().println("· kubectl apply -f deploy/samples/hello.yaml\n");
        stack.apply(Checkout.here().sample());
        if (!showUntilReady(stack, workflows, stopped)) {
            return stopped.getCount() == 0 ? 0 : 1;
        }
        explain(stack, workflows);
        if (!once) {
            out().println("\nRunning. Ctrl-C stops everything" + (keeps() ? "." : " and removes it."));
            stopped.await();
            out().println("\nstopping");
        }
        return 0;
    }

    private boolean showUntilReady(LocalStack stack, Workflows workflows, CountDownLatch stopped)
            throws InterruptedException {
        List<StoryPrinter> printers = SAMPLE.stream()
                .map(name -> new StoryPrinter(out(), workflows, new ClusterRef(INSTANCE, NAMESPACE, name)))
                .toList();
        long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        while (System.nanoTime() < end) {
            boolean ready = SAMPLE.stream().allMatch(name -> ControlPlanes.ready(stack.client(), NAMESPACE, name));
            printers.forEach(StoryPrinter::print);
            if (ready) {
                return true;
            }
            if (stopped.await(200, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        out().println("\nThe sample is not Ready after " + timeout + " s. Its conditions:");
        SAMPLE.forEach(name -> out().println(ControlPlanes.conditions(stack.client(), NAMESPACE, name)));
        out().println("The provider's log: " + stack.directory().resolve("provider.log")
                + (keeps() ? "" : " (use --keep DIR to keep it)"));
        return false;
    }

    private void explain(LocalStack stack, Workflows workflows) {
        out().println("\nBoth clusters are Ready. In another terminal:\n");
        out().println("  export KUBECONFIG=" + stack.kubernetes().kubeconfig());
        out().println("  export TEMPORAL_ADDRESS=" + stack.temporal().address());
        out().println("  kubectl get kamajicontrolplanes -A");
        out().println("  kubectl -n demo describe ktcp hello");
        out().println("  kubectl -n demo get secrets -l cluster.x-k8s.io/cluster-name=hello");
        out().println("  kubectl -n demo scale ktcp hello --replicas=3");
        out().println("  kubectl -n demo patch ktcp hello --type=merge -p '{\"spec\":{\"version\":\"v1.34.1\"}}'");
        out().println("  kubectl -n demo delete cluster virtual\n");
        out().println("Their workflows in the Temporal UI:\n");
        for (WorkflowExecutionMetadata run : workflows.runs()) {
            out().println("  " + workflows.url(run.getExecution()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
