// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.OwningCluster;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.Upgrade;
import kamaji.capi.workflows.facts.UpgradePlanning;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** The objects of one cluster in memory, and what is known from them. */
abstract class FakeObjects {
    public static final Endpoint ADDRESS = new Endpoint("192.0.2.10", 6443);

    Spec spec = new Spec("u1", 1, 2, "v1.33.1", false, false, null, null);
    boolean finalizer;
    Ending ending = Ending.PLAIN;

    @Nullable
    Endpoint endpoint;

    @Nullable
    StatusReport status;

    @Nullable
    String requestedAt;

    @Nullable
    OwningCluster cluster = new OwningCluster("c1", "cu1", false, null, null);

    @Nullable
    TenantControlPlane tenant;

    @Nullable
    String asked;

    List<String> inBetween = List.of();

    @Nullable
    InfrastructureCluster infrastructure;

    @Nullable
    ExternalCluster external;

    Credentials credentials = Credentials.NONE;

    @Nullable
    String expires;

    @Nullable
    String wantedStore;

    String usedStore = "default";

    @Nullable
    DataStore store;

    Endpoint address = ADDRESS;
    List<String> unknown = List.of();
    int rotations = 1;
    long version = 1;

    /** What the user controls. */
    record Spec(
            String uid,
            long generation,
            int replicas,
            String version,
            boolean deleting,
            boolean paused,
            @Nullable String invalid,
            @Nullable String ownerProblem) {
        Spec next(int replicas, String version) {
            return new Spec(uid, generation + 1, replicas, version, deleting, paused, null, null);
        }

        Spec with(boolean deleted, boolean pause, @Nullable String problem) {
            long changed = deleted == deleting ? generation : generation + 1;
            return new Spec(uid, changed, replicas, version, deleted, pause, null, problem);
        }
    }

    /** A TenantControlPlane as Kamaji has brought it so far. */
    TenantControlPlane tenant(
            boolean applied,
            @Nullable Endpoint address,
            @Nullable String phase,
            @Nullable String runs,
            int replicas,
            boolean secrets) {
        SourceSecret kubeconfig = secrets ? new SourceSecret("kcp-admin-kubeconfig", "k" + rotations) : null;
        SourceSecret ca = secrets ? new SourceSecret("kcp-ca", "a" + rotations) : null;
        return new TenantControlPlane(
                "t1",
                false,
                null,
                applied,
                true,
                address,
                phase,
                runs,
                replicas,
                replicas,
                replicas,
                replicas,
                "kamaji.clastix.io/name=kcp",
                kubeconfig,
                ca,
                false,
                usedStore,
                null,
                new Deviations(List.of(), unknown, List.of()));
    }

    public synchronized Facts facts() {
        return new Facts(
                controlPlane(),
                cluster,
                external == null || external.known() ? current() : null,
                wantedStore == null ? null : Objects.requireNonNullElse(store, new DataStore(true, true, null)),
                infrastructure,
                credentials,
                List.of(),
                spec.deleting() ? ending : null,
                external);
    }

    ControlPlane controlPlane() {
        StatusReport now = status;
        return new ControlPlane(
                spec.uid(),
                String.valueOf(version),
                spec.generation(),
                spec.deleting(),
                finalizer,
                spec.paused(),
                requestedAt,
                spec.ownerProblem(),
                spec.invalid(),
                spec.version(),
                spec.replicas(),
                wantedStore,
                endpoint,
                false,
                now != null && now.initialized(),
                now == null ? null : access(now),
                now == null ? null : now.hash(),
                now == null ? null : now.upgrade(),
                now == null ? null : now.settled());
    }

    /** The TenantControlPlane with what its version asks for. */
    @Nullable
    TenantControlPlane current() {
        TenantControlPlane now = tenant;
        if (now == null) {
            return null;
        }
        boolean steady =
                "Sleeping".equals(now.phase()) || ("Ready".equals(now.phase()) && Objects.equals(now.version(), asked));
        Upgrade upgrade = new UpgradePlanning(
                        spec.version(),
                        now.version(),
                        asked,
                        steady,
                        inBetween,
                        status == null ? null : status.upgrade())
                .upgrade()
                .orElse(null);
        return now.withApplied(now.applied() && (upgrade == null || upgrade.written()))
                .withUpgrade(upgrade);
    }

    private static @Nullable String access(StatusReport status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("AccessVerified"))
                .map(condition -> condition.status() + "/" + condition.reason())
                .findFirst()
                .orElse(null);
    }

    /** The spec asks for something else than was applied. */
    void outdated() {
        TenantControlPlane old = tenant;
        if (old != null) {
            tenant = old.withApplied(false);
        }
    }
}
