// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.StackCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/local/kill-matrix}: every kill point of every story. */
@Command(
        name = "deploy/local/kill-matrix",
        mixinStandardHelpOptions = true,
        description =
                "Kills the provider (SIGKILL) before, during and after each write of each story of a cluster's life,"
                        + " starts it again and compares the end with the one without kills. Exit code 1 when something differs.")
public final class KillCommand extends StackCommand {
    @Option(
            names = "--stories",
            paramLabel = "N",
            defaultValue = "9",
            description = "Only the first N of: ${COMPLETION-CANDIDATES}",
            completionCandidates = Stories.class)
    private int stories = LifeStory.values().length;

    /** For the help. */
    static final class Stories extends ArrayList<String> {
        Stories() {
            super(Arrays.stream(LifeStory.values()).map(LifeStory::toString).toList());
        }
    }

    /** Runs the command. */
    public static void main(String[] arguments) {
        execute(new KillCommand(), arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (LocalStack stack = start(KillMatrix.options());
                KillMatrix matrix = KillMatrix.withOtherCluster(stack, this::progress)) {
            List<StoryResult> results = matrix.run(List.of(LifeStory.values()).subList(0, stories), point -> true);
            out().printf(
                            "%n%d processors, %s%n",
                            Runtime.getRuntime().availableProcessors(), LocalDate.now(ZoneOffset.UTC));
            results.forEach(out()::println);
            out().printf(
                            "%d kill points, %d reached, %d kills%n",
                            results.stream().mapToInt(StoryResult::points).sum(),
                            results.stream().mapToInt(StoryResult::reached).sum(),
                            results.stream().mapToInt(StoryResult::kills).sum());
            return results.stream().allMatch(result -> result.wrong().isEmpty()) ? 0 : 1;
        }
    }
}
