// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.UpgradePlan;
import kamaji.capi.workflows.status.StatusReport;
import org.jspecify.annotations.Nullable;

/**
 * The steps, under the names that the Temporal UI shows. Each is idempotent, may run twice, also side by side, and
 * waits for nothing longer than a few API calls. A failure is an {@code ApplicationFailure} whose type is the name of a
 * {@link kamaji.capi.workflows.decision.Failure.Kind}, with a short message for people and without a cause; arguments,
 * results and failures never hold anything secret.
 */
@ActivityInterface
public interface ControlPlaneActivities {

    /** Reads everything about the cluster. A control plane that is gone gives {@link Facts#GONE}. */
    @ActivityMethod(name = "ObserveControlPlane")
    Facts observe(ClusterRef ref);

    /**
     * Looks before the current hop of an upgrade is written, which cannot be undone: the tenant API server answers, no
     * worker would be left too far behind, and Kamaji knows the version in the end. Writes nothing.
     *
     * @return the version that may be written, and what could not be checked
     */
    @ActivityMethod(name = "CheckUpgrade")
    Checked checkUpgrade(Target target, UpgradePlan plan);

    /** Puts our finalizer on the control plane and applies the fields of the TenantControlPlane that we own. */
    @ActivityMethod(name = "ApplyTenantControlPlane")
    Applied applyTenantControlPlane(Target target);

    /** Writes the address of the TenantControlPlane to the control plane, then to the infrastructure cluster. */
    @ActivityMethod(name = "PublishEndpoint")
    Published publishEndpoint(Target target);

    /** Writes the kubeconfig and CA Secrets that Cluster API reads. */
    @ActivityMethod(name = "IssueCredentials")
    Credentials issueCredentials(Target target);

    /** Asks the tenant API server, with the published kubeconfig, whether it may do everything. */
    @ActivityMethod(name = "VerifyAccess")
    Access verifyAccess(Target target);

    /** Writes the status and tells its visible transitions as events; writes nothing when the status says it already. */
    @ActivityMethod(name = "ReportStatus")
    Reported reportStatus(Target target, StatusReport report);

    /** Deletes the TenantControlPlane; returns it while it still exists. */
    @ActivityMethod(name = "DeleteTenantControlPlane")
    @Nullable
    TenantControlPlane deleteTenantControlPlane(Target target);

    /**
     * Drops our finalizer, after looking once more that the TenantControlPlane is gone. Of a control plane that was moved
     * it lets the TenantControlPlane go first; of one that is released by force it leaves it behind.
     *
     * @return what was left behind, by whom and why; null when nothing was
     */
    @ActivityMethod(name = "ReleaseControlPlane")
    @Nullable
    String releaseControlPlane(Target target);

    /**
     * A hop that may be taken.
     *
     * @param version the version of the hop
     * @param unchecked what could not be checked and why, null when all was
     */
    record Checked(String version, @Nullable String unchecked) {}

    /**
     * What applying the TenantControlPlane left.
     *
     * @param controlPlane the control plane, with its finalizer
     * @param tenant the TenantControlPlane as the API server answered
     */
    record Applied(ControlPlane controlPlane, TenantControlPlane tenant) {}

    /**
     * What publishing the endpoint left.
     *
     * @param controlPlane the control plane, with its endpoint
     * @param infrastructure the infrastructure cluster, null when there is none
     */
    record Published(ControlPlane controlPlane, @Nullable InfrastructureCluster infrastructure) {}

    /**
     * What writing the status left.
     *
     * @param controlPlane the control plane with its new status
     */
    record Reported(ControlPlane controlPlane) {}
}
