// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.concurrent.TimeUnit;

/** What activities never do. */
@AnalyzeClasses(packages = "kamaji.capi.activities", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOW_NO_WATCHER_AND_NO_PROCESS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("kamaji.capi.watcher..", "kamaji.capi.worker..", "kamaji.capi.local..");

    @ArchTest
    static final ArchRule WAIT_FOR_NOTHING = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class)
            .orShould()
            .callMethod(Object.class, "wait")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks");

    @ArchTest
    static final ArchRule ONLY_ONE_CLASS_TALKS_TO_TEMPORAL = noClasses()
            .that()
            .resideOutsideOfPackage("kamaji.capi.activities.lifecycle")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..");

    @ArchTest
    static final ArchRule HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("kamaji.capi.activities.(*)..")
            .should()
            .beFreeOfCycles();
}
