// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.List;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.Settled;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/** Facts for tables: a settled cluster with two replicas of v1.33.1, changed field by field. */
final class FactsExamples {
    static final Endpoint ADDRESS = new Endpoint("192.0.2.10", 6443);
    static final Credentials PUBLISHED = new Credentials(Credentials.State.CURRENT, Credentials.State.CURRENT);

    private FactsExamples() {}

    static Facts fresh() {
        return new Facts(controlPlane(false, null), cluster(), null, null, null, Credentials.NONE, List.of());
    }

    static Facts withTenant(@Nullable String phase, @Nullable Endpoint address, boolean initialized) {
        return new Facts(
                controlPlane(initialized, initialized ? ADDRESS : null),
                cluster(),
                tenant(phase, address, "v1.33.1", 2, true),
                null,
                null,
                initialized ? PUBLISHED : Credentials.NONE,
                List.of());
    }

    static Facts settled() {
        return withTenant("Ready", ADDRESS, true);
    }

    /** A settled cluster whose tenant is like this. */
    static Facts tenantOf(String phase, String version, int replicas, boolean processed) {
        return settled().with(tenant(phase, ADDRESS, version, replicas, processed));
    }

    static Facts with(Facts facts, DataStore store) {
        ControlPlane naming = change(facts, "gold", null, null, false, false);
        return new Facts(
                naming, facts.cluster(), facts.tenant(), store, facts.infrastructure(), facts.credentials(), List.of());
    }

    static Facts with(Facts facts, InfrastructureCluster infrastructure, OwningCluster owner) {
        return new Facts(
                facts.controlPlane(), owner, facts.tenant(), null, infrastructure, facts.credentials(), List.of());
    }

    static Facts invalid(Facts facts, String problem) {
        return facts.with(change(facts, null, problem, null, false, false));
    }

    static Facts paused(Facts facts) {
        return facts.with(change(facts, null, null, null, true, false));
    }

    static Facts deleting(Facts facts) {
        return facts.with(change(facts, null, null, null, false, true));
    }

    static Facts settledWith(Facts facts, Settled settled) {
        return facts.with(change(facts, null, null, settled, false, false));
    }

    private static ControlPlane change(
            Facts facts,
            @Nullable String store,
            @Nullable String invalid,
            @Nullable Settled settled,
            boolean paused,
            boolean deleting) {
        ControlPlane old = facts.controlPlane();
        if (old == null) {
            throw new IllegalArgumentException("there is a control plane in every example");
        }
        return new ControlPlane(
                old.uid(),
                old.resourceVersion(),
                old.generation(),
                deleting,
                old.finalizer(),
                paused,
                null,
                null,
                invalid,
                old.version(),
                old.replicas(),
                store,
                old.endpoint(),
                old.endpointClaimed(),
                old.initialized(),
                old.access(),
                old.reported(),
                old.upgrade(),
                settled);
    }

    static ControlPlane controlPlane(boolean initialized, @Nullable Endpoint endpoint) {
        return controlPlane(initialized, endpoint, null, null);
    }

    /** One whose first status was written. */
    static ControlPlane told() {
        return controlPlane(false, null, "Unknown/Pending", null);
    }

    /** A new one whose ports are most probably refused. */
    static ControlPlane hinted(String why) {
        return controlPlane(false, null, null, why);
    }

    private static ControlPlane controlPlane(
            boolean initialized, @Nullable Endpoint endpoint, @Nullable String access, @Nullable String addressHint) {
        return new ControlPlane(
                "u1",
                "1",
                1,
                false,
                true,
                false,
                null,
                null,
                null,
                "v1.33.1",
                2,
                null,
                endpoint,
                false,
                initialized,
                access,
                null,
                null,
                null,
                addressHint);
    }

    /** With an endpoint that the user has set. */
    static ControlPlane claimed(ControlPlane old) {
        return new ControlPlane(
                old.uid(),
                old.resourceVersion(),
                old.generation(),
                old.deleting(),
                old.finalizer(),
                old.paused(),
                old.requestedAt(),
                old.ownerProblem(),
                old.invalid(),
                old.version(),
                old.replicas(),
                old.dataStore(),
                old.endpoint(),
                true,
                old.initialized(),
                old.access(),
                old.reported(),
                old.upgrade(),
                old.settled());
    }

    static OwningCluster cluster() {
        return new OwningCluster("c1", "cu1", false, null, null);
    }

    static TenantControlPlane tenant(
            @Nullable String phase,
            @Nullable Endpoint address,
            @Nullable String version,
            int replicas,
            boolean processed) {
        return new TenantControlPlane(
                "t1",
                false,
                null,
                true,
                processed,
                address,
                phase,
                version,
                replicas,
                replicas,
                replicas,
                replicas,
                "kamaji.clastix.io/name=kcp",
                new SourceSecret("kcp-admin-kubeconfig", "k1"),
                new SourceSecret("kcp-ca", "a1"),
                false,
                null,
                null,
                Deviations.NONE);
    }
}
