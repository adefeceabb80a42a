// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/** Looks at every step on its way to the cluster, and writes down what must never be done. */
final class WatchedSteps implements ControlPlaneActivities {
    private final FakeCluster cluster;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile boolean pauseSeen;
    private volatile boolean usable;

    WatchedSteps(FakeCluster cluster) {
        this.cluster = cluster;
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void write(String what) {
        if (pauseSeen) {
            wrong.add(what + " although the pause had been seen");
        }
    }

    @Override
    public Facts observe(ClusterRef ref) {
        Facts seen = cluster.observe(ref);
        pauseSeen = seen.paused();
        return seen;
    }

    @Override
    public Checked checkUpgrade(Target target, UpgradePlan plan) {
        return cluster.checkUpgrade(target, plan);
    }

    @Override
    public Applied applyTenantControlPlane(Target target) {
        write("ApplyTenantControlPlane");
        return cluster.applyTenantControlPlane(target);
    }

    @Override
    public Published publishEndpoint(Target target) {
        write("PublishEndpoint");
        return cluster.publishEndpoint(target);
    }

    @Override
    public Credentials issueCredentials(Target target) {
        write("IssueCredentials");
        return cluster.issueCredentials(target);
    }

    @Override
    public Access verifyAccess(Target target) {
        Access access = cluster.verifyAccess(target);
        Facts now = cluster.facts();
        TenantControlPlane tenant = now.tenant();
        usable |= tenant != null
                && tenant.endpoint() != null
                && tenant.endpoint()
                        .equals(Objects.requireNonNull(now.controlPlane()).endpoint())
                && now.credentials().published()
                && tenant.ready() > 0;
        return access;
    }

    @Override
    public Reported reportStatus(Target target, StatusReport report) {
        if (report.initialized() && !usable) {
            wrong.add("initialised before it was usable");
        }
        return cluster.reportStatus(target, report);
    }

    @Override
    public @Nullable TenantControlPlane deleteTenantControlPlane(Target target) {
        write("DeleteTenantControlPlane");
        Facts now = cluster.facts();
        if (!Objects.requireNonNull(now.controlPlane()).deleting()) {
            wrong.add("DeleteTenantControlPlane although nobody deletes the control plane");
        }
        return cluster.deleteTenantControlPlane(target);
    }

    @Override
    public @Nullable String releaseControlPlane(Target target) {
        write("ReleaseControlPlane");
        if (cluster.facts().tenant() != null) {
            wrong.add("the finalizer was dropped before the TenantControlPlane was gone");
        }
        return cluster.releaseControlPlane(target);
    }
}
