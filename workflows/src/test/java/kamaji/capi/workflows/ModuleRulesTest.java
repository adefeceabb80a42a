// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.temporal.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** What workflow code must not touch, so that a recorded history replays. */
@AnalyzeClasses(packages = "kamaji.capi.workflows", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    @ArchTest
    static final ArchRule knowsNoKubernetesClientAndNoOtherModule = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8..",
                    "kamaji.capi.activities..",
                    "kamaji.capi.watcher..",
                    "kamaji.capi.worker..",
                    "kamaji.capi.local..",
                    "kamaji.capi.servers..");

    @ArchTest
    static final ArchRule readsNoClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule isNotRandom = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule startsNoThreadsAndDoesNoInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule neverWaitsWithATimerThatStaysBehind = noClasses()
            .should()
            .callMethod(Workflow.class, "await", Duration.class, String.class, Supplier.class)
            .orShould()
            .callMethod(Workflow.class, "await", Duration.class, Supplier.class);

    @ArchTest
    static final ArchRule packagesDependInOneDirection =
            slices().matching("kamaji.capi.workflows.(*)..").should().beFreeOfCycles();
}
