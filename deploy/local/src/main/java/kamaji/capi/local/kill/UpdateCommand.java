// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.local.stack.Workflows;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/local/rolling-update}: another build replaces a running one while a workflow of each story is open. */
@Command(
        name = "deploy/local/rolling-update",
        mixinStandardHelpOptions = true,
        description = "Starts the provider of another build, brings a cluster into the middle of each story of a life,"
                + " replaces the provider by this build as a rolling update does, and looks at the ends."
                + " Exit code 1 when something is wrong.")
public final class UpdateCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<LifeStory> STORIES = Stream.of(LifeStory.values())
            .filter(story -> story.place() == Place.HERE)
            .toList();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "LAUNCHER",
            description = "bin/kamaji-provider of the package that runs first.")
    @SuppressWarnings("NullAway.Init") // set by the command line
    private Path from;

    @Option(
            names = "--to",
            paramLabel = "LAUNCHER",
            description = "bin/kamaji-provider of the package that replaces it; this build by default.")
    private Path to = Checkout.here().launcher();

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new UpdateCommand()).execute(arguments));
    }

    /** Slow enough that every story is under way while one process goes and another comes. */
    private static StackOptions options() {
        KamajiOptions kamaji = KamajiOptions.immediate()
                .withEndpointDelay(Duration.ofSeconds(10))
                .withReadyDelay(Duration.ofSeconds(10))
                .withAccessDelay(Duration.ofSeconds(1))
                .withRolloutDelay(Duration.ofSeconds(10));
        return StackOptions.of(kamaji)
                .withArguments("--instance=update", "--leader-elect", "--leader-election-namespace=kamaji-system");
    }

    @Override
    public Integer call() throws InterruptedException {
        try (LocalStack stack = LocalStack.start(Checkout.here(), options(), line -> out.println("· " + line));
                Workflows workflows = Workflows.of(stack.temporal());
                Ledger ledger = new Ledger(stack.client(), null)) {
            ProviderProcess old = stack.startProvider(from);
            old.awaitReady();
            Map<LifeStory, Tenancy> lives = middle(stack);
            List<WorkflowExecutionMetadata> open = open(workflows);
            out.println("· " + open.size() + " workflows are open, the other build comes");
            stack.startProvider(to).awaitReady();
            old.close();
            out.println("· the first build has gone");
            List<String> wrong = new ArrayList<>();
            lives.forEach((story, life) -> {
                if (!within(() -> story.ended(life))) {
                    wrong.add(story + " did not end within " + PATIENCE.toSeconds() + " s");
                }
                ledger.wrong(life.namespace()).forEach(what -> wrong.add(story + ": " + what));
            });
            wrong.addAll(failedTasks(workflows));
            out.printf(
                    "%d stories, %d workflows open during the update, %d wrong%n",
                    lives.size(), open.size(), wrong.size());
            wrong.forEach(out::println);
            return wrong.isEmpty() && open.size() >= lives.size() - 1 ? 0 : 1;
        }
    }

    /** A cluster for each story, which has lived the stories before and has just begun its own. */
    private static Map<LifeStory, Tenancy> middle(LocalStack stack) throws InterruptedException {
        Map<LifeStory, Tenancy> lives = new LinkedHashMap<>();
        for (LifeStory story : STORIES) {
            String namespace = "update-" + story;
            stack.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
            lives.put(story, new Tenancy(stack.client(), null, namespace));
        }
        for (LifeStory before : STORIES) {
            List<Tenancy> living = lives.entrySet().stream()
                    .filter(life -> life.getKey().compareTo(before) > 0)
                    .map(Map.Entry::getValue)
                    .toList();
            living.forEach(before::begin);
            for (Tenancy life : living) {
                if (!within(() -> before.ended(life))) {
                    throw new IllegalStateException(before + " did not end before the update");
                }
            }
        }
        lives.forEach(LifeStory::begin);
        TimeUnit.SECONDS.sleep(3);
        return lives;
    }

    private static List<WorkflowExecutionMetadata> open(Workflows workflows) {
        return workflows.runs().stream()
                .filter(run -> run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                .toList();
    }

    /** What a history that does not replay ends in, over and over. */
    private static List<String> failedTasks(Workflows workflows) {
        Set<String> failed = workflows.runs().stream()
                .map(WorkflowExecutionMetadata::getExecution)
                .filter(run -> workflows.client().fetchHistory(run.getWorkflowId(), run.getRunId()).getEvents().stream()
                        .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED))
                .map(run -> "a workflow task of " + run.getWorkflowId() + " failed")
                .collect(Collectors.toSet());
        return List.copyOf(failed);
    }

    private static boolean within(BooleanSupplier reached) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!reached.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
