// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final Set<String> WRITES = Set.of(
            "create",
            "createOr",
            "createOrReplace",
            "update",
            "updateStatus",
            "patch",
            "patchStatus",
            "edit",
            "editStatus",
            "replace",
            "replaceStatus",
            "delete",
            "serverSideApply",
            "forceConflicts",
            "evict",
            "scale",
            "raw");

    private final JavaClasses watcher = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("kamaji.capi.watcher");

    @Test
    void onlyTheLeaseIsWritten() {
        noClasses()
                .that()
                .resideOutsideOfPackage("kamaji.capi.watcher.leadership")
                .should()
                .callMethodWhere(describe(
                        "it writes to Kubernetes",
                        (JavaMethodCall call) ->
                                call.getTargetOwner().getPackageName().startsWith("io.fabric8")
                                        && WRITES.contains(call.getName())))
                .check(watcher);
    }

    @Test
    void theWorkerIsNotKnown() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("kamaji.capi.worker..").or(resideInAPackage("kamaji.capi.local..")))
                .check(watcher);
    }

    @Test
    void temporalIsKnownOnlyWhereSignalsAreSent() {
        noClasses()
                .that()
                .resideOutsideOfPackage("kamaji.capi.watcher.signals")
                .should()
                .dependOnClassesThat(resideInAPackage("io.temporal.."))
                .check(watcher);
    }

    @Test
    void theQueueKnowsNoKubernetesClient() {
        noClasses()
                .that()
                .resideInAPackage("kamaji.capi.watcher.attention")
                .should()
                .dependOnClassesThat(resideInAPackage("io.fabric8.."))
                .check(watcher);
    }
}
