// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.Objects;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/**
 * Where a deletion stands: worker Machines first, which need the API server to leave, then the TenantControlPlane, and
 * our finalizer last.
 *
 * @param stage the next step, or what is waited for
 * @param reason of the Deleting condition
 */
record Deletion(Stage stage, String reason) {
    static final String WAITS_FOR_WORKERS = "WaitingForWorkersDeletion";
    static final String WAITS_FOR_TENANT = "WaitingForTenantControlPlaneDeletion";
    static final String COMPLETED = "DeletionCompleted";
    static final String MOVED = "Moved";
    static final String FORCED = "ForceReleased";

    static Deletion of(Facts facts, RunState run) {
        Deletion next = next(facts, run);
        return new Deletion(next.stage.after(run, facts.digest()), next.reason);
    }

    private static Deletion next(Facts facts, RunState run) {
        TenantControlPlane tenant = facts.tenant();
        Ending ending = ending(facts);
        if (facts.external() != null && !facts.external().known()) {
            return outOfSight(facts.external(), ending);
        }
        if (tenant == null || tenant.foreign() != null) {
            return release("the TenantControlPlane is gone", COMPLETED);
        }
        if (ending.moved()) {
            return release("the control plane was moved: its TenantControlPlane is left as it is", MOVED);
        }
        if (ending.forced() != null && (tenant.deleting() || cannotBeDeleted(run))) {
            return release("released by force, as asked by annotation: " + ending.forced(), FORCED);
        }
        if (facts.waitsForWorkers()) {
            return new Deletion(Stage.waits(workers(facts)), WAITS_FOR_WORKERS);
        }
        if (tenant.deleting()) {
            return new Deletion(Stage.waits(beingDeleted(facts)), WAITS_FOR_TENANT);
        }
        return new Deletion(
                Stage.due(
                        Step.DELETE_TENANT_CONTROL_PLANE, "the TenantControlPlane is being deleted" + unknown(ending)),
                WAITS_FOR_TENANT);
    }

    /** A TenantControlPlane on another cluster that cannot be asked: it is gone only when that cluster says so. */
    private static Deletion outOfSight(ExternalCluster external, Ending ending) {
        if (ending.moved()) {
            return release("the control plane was moved: its TenantControlPlane is left as it is", MOVED);
        }
        if (ending.forced() != null) {
            return release("released by force, as asked by annotation: " + ending.forced(), FORCED);
        }
        String message = external.where() + " cannot be deleted: " + external.problem();
        return new Deletion(external.passing() ? Stage.waits(message) : Stage.blocks(message), WAITS_FOR_TENANT);
    }

    private static Deletion release(String message, String reason) {
        return new Deletion(Stage.due(Step.RELEASE_CONTROL_PLANE, message), reason);
    }

    private static boolean cannotBeDeleted(RunState run) {
        return run.failure(Step.DELETE_TENANT_CONTROL_PLANE).isPresent();
    }

    private static String workers(Facts facts) {
        String cluster = facts.cluster() == null ? "" : facts.cluster().name();
        return "worker Machines of Cluster " + cluster
                + " need the API server until they are gone: delete the Cluster, or"
                + " its MachineDeployments and Machines (kubectl get machines -l cluster.x-k8s.io/cluster-name="
                + cluster
                + ")";
    }

    private static String unknown(Ending ending) {
        return ending.workersUnknown() == null ? "" : ", without knowing about workers: " + ending.workersUnknown();
    }

    /** Names who has to act: Kamaji, whose finalizer it is, and the data store that it has to reach for that. */
    private static String beingDeleted(Facts facts) {
        String store = ending(facts).dataStore();
        return "the TenantControlPlane is being deleted: Kamaji removes its data from "
                + (store == null ? "the data store" : "DataStore " + store)
                + " and then its finalizer finalizer.kamaji.clastix.io; "
                + storeProblem(store, facts.dataStore());
    }

    private static String storeProblem(@Nullable String name, @Nullable DataStore store) {
        if (store != null && !store.found()) {
            return "DataStore " + Objects.requireNonNullElse(name, "") + " does not exist: create it again";
        }
        if (store != null && Boolean.FALSE.equals(store.ready())) {
            return "the DataStore is not ready" + (store.message() == null ? "" : ": " + store.message());
        }
        return "if that lasts, see whether Kamaji runs and the data store answers";
    }

    private static Ending ending(Facts facts) {
        return Objects.requireNonNullElse(facts.ending(), Ending.PLAIN);
    }
}
