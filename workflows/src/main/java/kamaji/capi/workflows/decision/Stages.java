// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/**
 * The branches of a cluster that is neither paused nor being deleted, each judged on its own.
 *
 * @param dataStore the named data store
 * @param tenant the TenantControlPlane as we want it
 * @param address the address that Kamaji publishes
 * @param endpoint {@code spec.controlPlaneEndpoint} of the KamajiControlPlane
 * @param infrastructure the infrastructure cluster
 * @param rollout the pods, at the wanted version and number
 * @param credentials the kubeconfig and CA Secrets
 * @param access the answer of the tenant API server
 */
record Stages(
        Stage dataStore,
        Stage tenant,
        Stage address,
        Stage endpoint,
        Stage infrastructure,
        Stage rollout,
        Stage credentials,
        Stage access) {

    static Stages of(ControlPlane wanted, OwningCluster cluster, Facts facts, RunState run) {
        TenantControlPlane tenant = facts.tenant();
        String digest = facts.digest();
        Stage dataStore = dataStore(wanted, facts.dataStore());
        Stage applied = tenant(wanted, tenant, dataStore, run).after(run, digest);
        Stage address = address(wanted, tenant, applied);
        Stage published = endpoint(wanted, cluster, tenant);
        Stage endpoint = published.after(run, digest);
        Stage infrastructure = InfrastructureEndpoint.of(wanted, cluster, facts.infrastructure(), published)
                .after(run, digest);
        Stage rollout = applied.done() && tenant != null
                ? Rollout.of(wanted, tenant)
                : Stage.heldBack("waits for the TenantControlPlane");
        Stage credentials = credentials(wanted, facts, rollout).after(run, digest);
        Stage access = InfrastructureEndpoint.contradicts(wanted, facts.infrastructure()) && !wanted.initialized()
                ? Stage.heldBack(infrastructure.message())
                : access(wanted, tenant, rollout, endpoint, credentials, run.access())
                        .after(run, digest);
        return new Stages(dataStore, applied, address, endpoint, infrastructure, rollout, credentials, access);
    }

    List<Stage> all() {
        return List.of(dataStore, tenant, address, endpoint, infrastructure, rollout, credentials, access);
    }

    /** Whether the tenant API server is up, published, and answers: all that initialised promises. */
    boolean usable() {
        return List.of(tenant, address, endpoint, rollout, credentials, access).stream()
                .allMatch(Stage::done);
    }

    /** A store that does not say whether it is ready (older Kamaji) is taken as ready. */
    private static Stage dataStore(ControlPlane wanted, @Nullable DataStore store) {
        if (wanted.dataStore() == null || store == null) {
            return Stage.DONE;
        }
        if (!store.found()) {
            return Stage.blocks("DataStore " + wanted.dataStore()
                    + " does not exist: create it, or name another one in spec.dataStoreName");
        }
        if (Boolean.FALSE.equals(store.ready())) {
            String why = store.message() == null ? "" : ": " + store.message();
            return Stage.blocks("DataStore " + wanted.dataStore() + " is not ready" + why);
        }
        return Stage.DONE;
    }

    private static Stage tenant(
            ControlPlane wanted, @Nullable TenantControlPlane tenant, Stage dataStore, RunState run) {
        if (wanted.invalid() != null) {
            return Stage.blocks(wanted.invalid());
        }
        if (tenant == null) {
            return dataStore.done()
                    ? Stage.due(Step.APPLY_TENANT_CONTROL_PLANE, "the TenantControlPlane is being created")
                    : Stage.heldBack(dataStore.message());
        }
        if (tenant.foreign() != null && tenant.adoptable() && !tenant.deleting()) {
            return Stage.due(
                    Step.APPLY_TENANT_CONTROL_PLANE,
                    "the TenantControlPlane, which belonged to " + tenant.foreign() + ", is being taken over");
        }
        if (tenant.foreign() != null && !tenant.adoptable()) {
            return Stage.blocks("a TenantControlPlane of this name belongs to " + tenant.foreign()
                    + ": delete or rename one of the two");
        }
        if (tenant.deleting()) {
            return Stage.waits("the TenantControlPlane is being deleted and is made again once it is gone");
        }
        Stage hop = UpgradeHop.of(wanted, tenant, run);
        if (!hop.done()) {
            return hop;
        }
        if (tenant.applied() && wanted.finalizer()) {
            return Stage.DONE;
        }
        return Stage.due(Step.APPLY_TENANT_CONTROL_PLANE, "the TenantControlPlane is being updated");
    }

    private static Stage address(ControlPlane wanted, @Nullable TenantControlPlane tenant, Stage applied) {
        if (tenant == null) {
            return Stage.heldBack(applied.message());
        }
        if (tenant.endpoint() == null) {
            String why = wanted.addressHint() == null
                    ? "it waits for its data store, or the Service for its load balancer address"
                    : wanted.addressHint();
            return Stage.waits("Kamaji has not published an address yet: " + why);
        }
        return Stage.DONE;
    }

    private static Stage endpoint(ControlPlane wanted, OwningCluster cluster, @Nullable TenantControlPlane tenant) {
        Endpoint published = tenant == null ? null : tenant.endpoint();
        if (published == null) {
            return Stage.heldBack("waits for the address of the TenantControlPlane");
        }
        boolean agreed = published.equals(wanted.endpoint());
        if (agreed && wanted.initialized()) {
            return Stage.DONE;
        }
        // The existing provider had no such field before v0.12: what is initialised without one gets it later.
        if (wanted.initialized() && wanted.endpoint() != null) {
            return Stage.blocks("the TenantControlPlane is now at " + published
                    + ", but spec.controlPlaneEndpoint says " + wanted.endpoint()
                    + ", which Cluster API keeps: " + cure(published, wanted.endpoint()));
        }
        if (!agreed && wanted.endpoint() != null && wanted.endpointClaimed()) {
            return Stage.blocks("spec.controlPlaneEndpoint was set to " + wanted.endpoint()
                    + ", but the TenantControlPlane is at " + published
                    + ": remove it, or make spec.network.serviceAddress agree");
        }
        if (cluster.endpoint() != null && !cluster.endpoint().equals(published)) {
            return Stage.blocks("spec.controlPlaneEndpoint of Cluster " + cluster.name() + " is " + cluster.endpoint()
                    + ", but the TenantControlPlane is at " + published
                    + ": make spec.network.serviceAddress and the Cluster agree");
        }
        return agreed ? Stage.DONE : Stage.due(Step.PUBLISH_ENDPOINT, "the endpoint is being published");
    }

    /** The existing provider took port 443 for every gateway and ingress; a port in the host name is taken as it is. */
    private static String cure(Endpoint published, Endpoint kept) {
        return published.host().equals(kept.host())
                ? "with a gateway or ingress write " + kept
                        + " into the hostname of spec.network.gateway or spec.network.ingress, else give the Service its"
                        + " former port back"
                : "give the Service its former address back";
    }

    /** Before the first Ready nobody can use the credentials: issuing them with the last step saves a wake-up. */
    private static Stage credentials(ControlPlane wanted, Facts facts, Stage rollout) {
        if (facts.credentials().published()) {
            return Stage.DONE;
        }
        TenantControlPlane tenant = facts.tenant();
        if (!wanted.initialized() && !rollout.done()) {
            return Stage.heldBack("issued once the control plane runs");
        }
        if (tenant != null && tenant.foreign() != null) {
            return Stage.heldBack("the TenantControlPlane belongs to " + tenant.foreign());
        }
        if (tenant == null || tenant.kubeconfig() == null || tenant.certificateAuthority() == null) {
            return Stage.waits("Kamaji has not published the Secrets with the admin kubeconfig and the CA yet");
        }
        return Stage.due(Step.ISSUE_CREDENTIALS, "the Secrets are being written");
    }

    private static Stage access(
            ControlPlane wanted,
            @Nullable TenantControlPlane tenant,
            Stage rollout,
            Stage endpoint,
            Stage credentials,
            @Nullable Access access) {
        if (access != null || (wanted.initialized() && !UpgradeHop.ended(wanted, tenant))) {
            return Stage.DONE;
        }
        if (!rollout.done() || !credentials.done() || !endpoint.done()) {
            return Stage.heldBack("asked once the control plane runs and its Secrets are published");
        }
        if (wanted.initialized() && wanted.replicas() == 0) {
            return Stage.DONE;
        }
        if (wanted.replicas() == 0) {
            return Stage.blocks("spec.replicas is 0, so no API server has answered yet: scale up to initialise");
        }
        return Stage.due(Step.VERIFY_ACCESS, "the tenant API server is being asked");
    }

    /** Whether two stages share a step, as endpoint and infrastructure do, is no matter: each step is due once. */
    List<Step> due() {
        return all().stream()
                .filter(stage -> stage.state() == Stage.State.DUE)
                .map(Stage::step)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
