// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Cluster API does to a provider that does the plausible thing: each trap has a test, found by {@code Trap 7:}. */
class TrapsTest {
    private static final Path ROOT = Path.of(System.getProperty("checkout.root"));
    private static final List<String> MODULES =
            List.of("workflows", "activities", "watcher", "worker", "deploy/release", "deploy/local");

    private static String sources = "";

    @BeforeAll
    static void read() {
        StringBuilder all = new StringBuilder();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("TrapsTest.java"))
                        .forEach(file -> all.append(text(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sources = all.toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1  | the control plane is not named like its Cluster
            2  | owner references in any order, controller or not
            3  | Secrets before initialised
            4  | the endpoint is final before initialised
            5  | a version too early, or none
            6  | externalManagedControlPlane
            7  | one bad condition poisons all
            8  | a failure reason stays for ever
            9  | versions sorted, counts of at least one
            10 | the kubeadm bootstrap provider reads our kind
            11 | the CA Secret needs its key
            12 | the topology owns the spec
            13 | the schema is a superset of the template's
            14 | core sees no change of what is paused
            15 | an infrastructure that makes an endpoint of its own
            16 | a move would destroy the tenant
            17 | empty defaults of variables
            18 | the control plane is deleted while workers exist
            """)
    void hasATestThatNamesIt(int number, String trap) {
        Pattern javadocOfATest = Pattern.compile(
                "/\\*\\* Trap " + number + ": [^\\n]*(\\n     \\*[^\\n]*)*\\n    @(Test|ParameterizedTest)");

        assertThat(javadocOfATest.matcher(sources).find()).as(trap).isTrue();
    }
}
