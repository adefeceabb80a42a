// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.ExternalCluster;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.KubernetesVersion;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.Cause;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionGuide;
import kamaji.capi.workflows.status.ConditionType;
import kamaji.capi.workflows.status.StatusReport;
import kamaji.capi.workflows.status.VersionCount;
import org.jspecify.annotations.Nullable;

/** What the status says about a decision. */
final class Reports {
    private static final List<String> SERVING =
            List.of("Ready", "Upgrading", "Unknown", "WriteLimited", "Migrating", "CertificateAuthorityRotating");

    private final ClusterRef ref;
    private final ControlPlane controlPlane;

    Reports(ClusterRef ref, ControlPlane controlPlane) {
        this.ref = ref;
        this.controlPlane = controlPlane;
    }

    StatusReport of(Stages stages, Facts facts, RunState run) {
        TenantControlPlane tenant = facts.tenant();
        boolean initialized = controlPlane.initialized() || stages.usable();
        boolean serving = initialized && serving(tenant);
        List<Condition> conditions = new ArrayList<>(List.of(
                created(tenant, stages.tenant()),
                stage(ConditionType.TENANT_CONTROL_PLANE_ADDRESS_READY, stages.address()),
                stage(ConditionType.CONTROL_PLANE_ENDPOINT_PATCHED, stages.endpoint()),
                resources(facts, stages.credentials()),
                stage(ConditionType.DATA_STORE_READY, stages.dataStore()),
                initialized ? done(ConditionType.INITIALIZED) : stage(ConditionType.INITIALIZED, firstOpen(stages)),
                serving ? done(ConditionType.READY) : stage(ConditionType.READY, firstOpen(stages)),
                available(serving, tenant, stages),
                certificates(facts.credentials(), stages),
                access(stages.access(), run.access(), initialized),
                of(ConditionType.PAUSED, false, "NotPaused", ""),
                of(ConditionType.DELETING, false, "NotDeleting", "")));
        if (facts.external() != null) {
            conditions.add(done(ConditionType.FOUND_EXTERNAL_REFERENCE_CLIENT));
        }
        if (facts.infrastructure() != null) {
            conditions.add(stage(ConditionType.INFRASTRUCTURE_CLUSTER_PATCHED, stages.infrastructure()));
        }
        conditions.addAll(movement(initialized, tenant, stages));
        conditions.addAll(new DeviationReport(controlPlane).of(tenant));
        return new StatusReport(
                false,
                initialized,
                serving,
                initialized && tenant != null && tenant.version() != null ? tenant.version() : "",
                initialized && tenant != null ? versions(tenant) : List.of(),
                initialized && tenant != null ? counters(tenant) : null,
                initialized && tenant != null ? tenant.selector() : null,
                conditions,
                null,
                UpgradeHop.told(controlPlane, tenant, stages.access()));
    }

    StatusReport paused() {
        return partial(List.of(of(ConditionType.PAUSED, true, "Paused", "")));
    }

    StatusReport deleting(Deletion deletion, @Nullable ExternalCluster external) {
        List<Condition> conditions = new ArrayList<>(List.of(
                of(
                        ConditionType.DELETING,
                        true,
                        deletion.reason(),
                        because(deletion.stage().message())),
                of(ConditionType.AVAILABLE, false, "Deleting", ""),
                of(ConditionType.PAUSED, false, "NotPaused", "")));
        if (external != null) {
            conditions.add(found(external));
        }
        return partial(conditions);
    }

    StatusReport withoutTenant(ExternalCluster external) {
        String why = because(String.valueOf(external.problem()));
        List<Condition> conditions =
                new ArrayList<>(List.of(of(ConditionType.PAUSED, false, "NotPaused", ""), found(external)));
        if (controlPlane.initialized()) {
            conditions.add(of(ConditionType.AVAILABLE, "Unknown", "ExternalClusterNotReached", why));
        } else {
            conditions.add(of(ConditionType.TENANT_CONTROL_PLANE_CREATED, false, Condition.PENDING, why));
            conditions.add(of(ConditionType.READY, false, Condition.PENDING, why));
        }
        return partial(conditions);
    }

    private Condition found(ExternalCluster external) {
        if (external.known()) {
            return done(ConditionType.FOUND_EXTERNAL_REFERENCE_CLIENT);
        }
        String reason = external.passing() ? Condition.PENDING : Condition.FAILED;
        return of(
                ConditionType.FOUND_EXTERNAL_REFERENCE_CLIENT,
                false,
                reason,
                because(String.valueOf(external.problem())));
    }

    StatusReport withoutCluster(String problem) {
        return partial(List.of(
                of(ConditionType.PAUSED, false, "NotPaused", ""),
                of(ConditionType.TENANT_CONTROL_PLANE_CREATED, false, Condition.PENDING, because(problem)),
                of(ConditionType.READY, false, Condition.PENDING, because(problem))));
    }

    private StatusReport partial(List<Condition> conditions) {
        return new StatusReport(
                true, controlPlane.initialized(), false, "", List.of(), null, null, conditions, null, null);
    }

    private static boolean serving(@Nullable TenantControlPlane tenant) {
        return tenant != null && tenant.ready() > 0 && SERVING.contains(tenant.phase());
    }

    private static Stage firstOpen(Stages stages) {
        return stages.all().stream().filter(stage -> !stage.done()).findFirst().orElse(Stage.DONE);
    }

    private Condition available(boolean serving, @Nullable TenantControlPlane tenant, Stages stages) {
        if (serving) {
            return of(ConditionType.AVAILABLE, true, "Available", limits(tenant));
        }
        if (tenant != null && "Sleeping".equals(tenant.phase()) && controlPlane.replicas() == 0) {
            return of(ConditionType.AVAILABLE, false, "Sleeping", "scaled to zero: set spec.replicas to wake it");
        }
        return of(
                ConditionType.AVAILABLE,
                false,
                "NotAvailable",
                because(firstOpen(stages).message()));
    }

    /** The API server answers and is worth as much, but whoever writes to it should know. */
    private static String limits(@Nullable TenantControlPlane tenant) {
        return tenant != null && "WriteLimited".equals(tenant.phase())
                ? "Kamaji limits writes, as spec.writePermissions of the TenantControlPlane says"
                : "";
    }

    private Condition certificates(Credentials credentials, Stages stages) {
        if (credentials.certificateAuthority() == Credentials.State.MISSING) {
            return stage(ConditionType.CERTIFICATES_AVAILABLE, stages.credentials());
        }
        String expiry = credentials.expires() == null
                ? ""
                : "the client certificate in the kubeconfig expires at " + credentials.expires();
        return done(ConditionType.CERTIFICATES_AVAILABLE, expiry);
    }

    /** What someone else has put in the place of a Secret is left alone, and said. */
    private Condition resources(Facts facts, Stage stage) {
        Credentials credentials = facts.credentials();
        String clusterName = facts.cluster() == null ? "" : facts.cluster().name();
        String foreign = Stream.of(
                        credentials.kubeconfig() == Credentials.State.FOREIGN ? "kubeconfig" : null,
                        credentials.certificateAuthority() == Credentials.State.FOREIGN ? "ca" : null)
                .filter(Objects::nonNull)
                .map(purpose -> "Secret " + clusterName + "-" + purpose)
                .collect(Collectors.joining(" and "));
        return stage.done() && !foreign.isEmpty()
                ? done(
                        ConditionType.KUBEADM_RESOURCES_CREATED,
                        foreign + " is not of type cluster.x-k8s.io/secret, so it is someone else's and left alone:"
                                + " delete it to have the provider's, at once with kubectl ktcp retry, else in some minutes")
                : stage(ConditionType.KUBEADM_RESOURCES_CREATED, stage);
    }

    /** Once initialised the answer that was given then is kept: it is not asked again. */
    private Condition access(Stage stage, @Nullable Access access, boolean initialized) {
        if (access != null) {
            return switch (access.verdict()) {
                case ALLOWED -> of(ConditionType.ACCESS_VERIFIED, true, "Verified", "");
                case SKIPPED -> of(ConditionType.ACCESS_VERIFIED, "Unknown", "Skipped", SKIPPED);
                case UNREACHABLE -> of(ConditionType.ACCESS_VERIFIED, "Unknown", UNREACHABLE_REASON, UNREACHABLE);
            };
        }
        if (!initialized) {
            return stage(ConditionType.ACCESS_VERIFIED, stage);
        }
        return switch (Objects.requireNonNullElse(controlPlane.access(), "")) {
            case "True/Verified" -> of(ConditionType.ACCESS_VERIFIED, true, "Verified", "");
            case "Unknown/Skipped" -> of(ConditionType.ACCESS_VERIFIED, "Unknown", "Skipped", SKIPPED);
            case "Unknown/" + UNREACHABLE_REASON ->
                of(ConditionType.ACCESS_VERIFIED, "Unknown", UNREACHABLE_REASON, UNREACHABLE);
            default -> of(ConditionType.ACCESS_VERIFIED, "Unknown", "NotAsked", "was initialised before it was asked");
        };
    }

    private static final String SKIPPED = "not asked: --access-check is off";
    private static final String UNREACHABLE_REASON = "UnreachableFromManagementCluster";
    private static final String UNREACHABLE =
            "the endpoint does not answer from the management cluster; Kamaji says that the control plane runs";

    private List<Condition> movement(boolean initialized, @Nullable TenantControlPlane tenant, Stages stages) {
        if (!initialized || tenant == null) {
            return List.of(
                    moving(ConditionType.ROLLING_OUT, "RollingOut", false, ""),
                    moving(ConditionType.SCALING_UP, "ScalingUp", false, ""),
                    moving(ConditionType.SCALING_DOWN, "ScalingDown", false, ""));
        }
        UpgradePlan plan = tenant.upgrade() == null ? null : tenant.upgrade().plan();
        boolean refused = tenant.upgrade() != null && plan == null;
        boolean upgrading = !refused && !Rollout.sameVersion(controlPlane.version(), tenant.version());
        boolean rolling = upgrading || stages.rollout().state() == Stage.State.WAITS;
        String roll = upgrading
                ? upgrade(plan, tenant, stages.tenant())
                : stages.rollout().message();
        int missing = controlPlane.replicas() - tenant.replicas();
        String scale = "from " + tenant.replicas() + " to " + controlPlane.replicas() + " replicas";
        return List.of(
                moving(ConditionType.ROLLING_OUT, "RollingOut", rolling, roll),
                moving(ConditionType.SCALING_UP, "ScalingUp", missing > 0, scale),
                moving(ConditionType.SCALING_DOWN, "ScalingDown", missing < 0, scale));
    }

    /** What holds an upgrade up is told with it. */
    private String upgrade(@Nullable UpgradePlan plan, TenantControlPlane tenant, Stage stage) {
        String way = plan == null ? "from " + tenant.version() + " to " + controlPlane.version() : plan.describe();
        return stage.failed()
                ? way + ": " + because(stage.message() + "; other changes of the spec wait for that, too")
                : way;
    }

    /** A plan that waits to be told or checked is about the version only: the object is there. */
    private Condition created(@Nullable TenantControlPlane tenant, Stage stage) {
        boolean hop =
                tenant != null && tenant.upgrade() != null && !tenant.upgrade().written() && !stage.failed();
        return hop
                ? done(ConditionType.TENANT_CONTROL_PLANE_CREATED)
                : stage(ConditionType.TENANT_CONTROL_PLANE_CREATED, stage);
    }

    private Condition moving(ConditionType type, String reason, boolean status, String message) {
        return of(type, status, status ? reason : "Not" + reason, status ? message : "");
    }

    /** What runs, oldest first. Kamaji moves its version only when the rollout is over, so the new one is the wanted. */
    private List<VersionCount> versions(TenantControlPlane tenant) {
        String running = tenant.version();
        if (running == null) {
            return List.of();
        }
        int fresh = "Upgrading".equals(tenant.phase()) && tenant.processed() ? tenant.updated() : 0;
        int old = tenant.replicas() - fresh;
        String next = Rollout.target(controlPlane, tenant);
        if (fresh == 0 || Rollout.sameVersion(next, running)) {
            return List.of(count(running, tenant.replicas()));
        }
        return old > 0
                ? Stream.of(count(running, old), count(next, fresh))
                        .sorted(Comparator.comparing(
                                each -> KubernetesVersion.parse(each.version()),
                                Comparator.comparing(
                                        each -> each.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder()))))
                        .toList()
                : List.of(count(running, fresh));
    }

    private static VersionCount count(String version, int replicas) {
        return new VersionCount(version, replicas > 0 ? replicas : null);
    }

    private static StatusReport.ReplicaCounters counters(TenantControlPlane tenant) {
        return new StatusReport.ReplicaCounters(
                tenant.replicas(), tenant.ready(), tenant.available(), tenant.updated());
    }

    private Condition stage(ConditionType type, Stage stage) {
        if (stage.done()) {
            return done(type);
        }
        String reason = stage.failed() ? Condition.FAILED : Condition.PENDING;
        return of(type, false, reason, because(stage.message()));
    }

    /** Every cause names the workflow, so that a reader of {@code kubectl describe} can open its history. */
    private String because(String message) {
        return Cause.told(message, ref.workflowId());
    }

    private Condition done(ConditionType type) {
        return done(type, "");
    }

    private Condition done(ConditionType type, String note) {
        return of(type, true, Condition.SUCCEEDED, note);
    }

    private Condition of(ConditionType type, boolean status, String reason, String message) {
        return of(type, status ? "True" : "False", reason, message);
    }

    private Condition of(ConditionType type, String status, String reason, String message) {
        assert ConditionGuide.of(type.text(), status, reason).isPresent()
                : "ConditionGuide has no row for " + type + " " + status + " " + reason;
        return new Condition(type.text(), status, reason, message, controlPlane.generation());
    }
}
