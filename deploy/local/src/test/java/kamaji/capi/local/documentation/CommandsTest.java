// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command of README and docs has a row in commands.txt that says where it is proven, and every row is needed. */
class CommandsTest {
    private static final List<Pages.Command> COMMANDS = Pages.commands();
    private static final List<Proof> PROOFS = Proof.all();
    private static final Pattern FILE =
            Pattern.compile("(?:^|[ =])((?:deploy|docs|workflows|worker/src)/[\\w./-]*[\\w-])(?=$|[ ;|])");

    @Test
    void everyCommandHasARow() {
        assertThat(COMMANDS).hasSizeGreaterThan(80);
        assertThat(COMMANDS)
                .as("add a row to commands.txt: here, real, or the test that does it")
                .allMatch(command -> PROOFS.stream().anyMatch(proof -> proof.covers(command.text())));
    }

    @Test
    void everyRowHasACommand() {
        assertThat(PROOFS)
                .as("remove the row from commands.txt")
                .allMatch(proof -> COMMANDS.stream().anyMatch(command -> proof.covers(command.text())));
    }

    @Test
    void pagesSayWhichCommandsNeedRealInfrastructure() {
        Set<String> pages = COMMANDS.stream()
                .filter(command -> PROOFS.stream()
                        .filter(proof -> proof.covers(command.text()))
                        .anyMatch(proof -> proof.where().equals(Proof.REAL)))
                .map(Pages.Command::page)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(pages)
                .allSatisfy(
                        page -> assertThat(Pages.text(Pages.ROOT.resolve(page)).replaceAll("\\s+", " "))
                                .as(page)
                                .contains("real infrastructure"));
    }

    @Test
    void theTestsAndScriptsOfTheRowsExist() throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT)) {
            Set<String> there = files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            there.addAll(List.of(Proof.HERE, Proof.REAL));
            assertThat(PROOFS)
                    .allSatisfy(proof -> assertThat(there.contains(proof.where())
                                    || Files.isExecutable(Pages.ROOT.resolve(proof.where())))
                            .as(proof.where())
                            .isTrue());
        }
    }

    @Test
    void filesOfTheCheckoutThatCommandsNameExist() {
        List<String> missing = COMMANDS.stream()
                .flatMap(command -> FILE.matcher(command.text())
                        .results()
                        .map(found -> found.group(1))
                        .filter(file -> !Files.exists(Pages.ROOT.resolve(file.replace("KIND", "aws"))))
                        .map(file -> command + ": " + file))
                .toList();
        assertThat(missing).isEmpty();
    }
}
