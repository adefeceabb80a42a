// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

import static kamaji.capi.workflows.status.Condition.FAILED;
import static kamaji.capi.workflows.status.Condition.PENDING;
import static kamaji.capi.workflows.status.Condition.SUCCEEDED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each condition means and what to do about it: the source of the reference of conditions, of the metrics about
 * waits and of the command line. Every condition that is reported has a row.
 *
 * @param type type of the condition
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason its reason
 * @param meaning one sentence
 * @param cure what a person can do; empty when there is nothing to do
 */
public record ConditionGuide(ConditionType type, String status, String reason, String meaning, String cure) {
    private static final String TRUE = "True";
    private static final String FALSE = "False";
    private static final String UNKNOWN = "Unknown";
    private static final String NOTHING = "";
    private static final String SEE_FIRST = "See the other conditions: the first that is not True names the cause.";

    /** Every condition that the provider reports, in the order of a life. */
    public static final List<ConditionGuide> ALL = all();

    /** Whether people wait for something while it stands, or have to do something. */
    public boolean isWait() {
        return !cure.isEmpty();
    }

    /** The row of a condition, empty for one that is not ours. */
    public static Optional<ConditionGuide> of(String type, String status, String reason) {
        return ALL.stream()
                .filter(row -> row.type.text().equals(type) && row.status.equals(status) && row.reason.equals(reason))
                .findFirst();
    }

    private static List<ConditionGuide> all() {
        List<ConditionGuide> rows = new ArrayList<>();
        rows.addAll(elsewhere());
        rows.addAll(steps());
        rows.addAll(access());
        rows.addAll(summaries());
        rows.addAll(movement());
        rows.addAll(deviations());
        rows.addAll(pauseAndDeletion());
        return List.copyOf(rows);
    }

    private static List<ConditionGuide> elsewhere() {
        ConditionType found = ConditionType.FOUND_EXTERNAL_REFERENCE_CLIENT;
        return List.of(
                row(found, TRUE, SUCCEEDED, "The other cluster that runs the TenantControlPlane can be used.", NOTHING),
                row(
                        found,
                        FALSE,
                        PENDING,
                        "The other cluster does not answer, or does not accept the credentials.",
                        "See whether its API server runs and can be reached from the provider, with this kubeconfig."),
                row(
                        found,
                        FALSE,
                        FAILED,
                        "The other cluster cannot be used: gate, reference, Secret, kubeconfig, permissions or Kamaji.",
                        "Correct what the message names; it is noticed at once, but for a gate."));
    }

    private static List<ConditionGuide> steps() {
        ConditionType created = ConditionType.TENANT_CONTROL_PLANE_CREATED;
        ConditionType address = ConditionType.TENANT_CONTROL_PLANE_ADDRESS_READY;
        ConditionType endpoint = ConditionType.CONTROL_PLANE_ENDPOINT_PATCHED;
        ConditionType infrastructure = ConditionType.INFRASTRUCTURE_CLUSTER_PATCHED;
        ConditionType secrets = ConditionType.KUBEADM_RESOURCES_CREATED;
        ConditionType authority = ConditionType.CERTIFICATES_AVAILABLE;
        return List.of(
                row(
                        ConditionType.DATA_STORE_READY,
                        TRUE,
                        SUCCEEDED,
                        "The DataStore is ready, or the choice is Kamaji's.",
                        NOTHING),
                row(
                        ConditionType.DATA_STORE_READY,
                        FALSE,
                        FAILED,
                        "The DataStore does not exist or says that it is not ready.",
                        "Create or mend the DataStore that the message names, or name another one in spec.dataStoreName."),
                row(created, TRUE, SUCCEEDED, "The TenantControlPlane carries what the spec asks for.", NOTHING),
                row(
                        created,
                        FALSE,
                        PENDING,
                        "The TenantControlPlane is being written, or waits for its Cluster, its data store or its end.",
                        "Wait; when it lasts, give it the owning Cluster or the data store that the message names."),
                row(
                        created,
                        FALSE,
                        FAILED,
                        "Kamaji, the API server or our own checks refuse the TenantControlPlane.",
                        "Correct the field that the message names; it is applied at once then."),
                row(address, TRUE, SUCCEEDED, "Kamaji has published the address.", NOTHING),
                row(
                        address,
                        FALSE,
                        PENDING,
                        "Kamaji has not published an address yet.",
                        "Look at the Service of the TenantControlPlane: a load balancer has to give it an address."),
                row(endpoint, TRUE, SUCCEEDED, "spec.controlPlaneEndpoint says where the control plane is.", NOTHING),
                row(
                        endpoint,
                        FALSE,
                        PENDING,
                        "The endpoint waits for the address, or is being written.",
                        "Wait; see TenantControlPlaneAddressReady when it lasts."),
                row(
                        endpoint,
                        FALSE,
                        FAILED,
                        "Another endpoint stands there, or it could not be written.",
                        "Make the addresses that the message names agree."),
                row(
                        infrastructure,
                        TRUE,
                        SUCCEEDED,
                        "The infrastructure cluster knows the endpoint, or needs none.",
                        NOTHING),
                row(
                        infrastructure,
                        FALSE,
                        PENDING,
                        "The infrastructure cluster waits for the endpoint, or is being written.",
                        "Wait; see ControlPlaneEndpointPatched when it lasts."),
                row(
                        infrastructure,
                        FALSE,
                        FAILED,
                        "The infrastructure cluster is missing, of an unsupported kind, may not be written, or has"
                                + " another endpoint.",
                        "Do what the message says; nothing else waits for it but a contradiction of endpoints."),
                row(secrets, TRUE, SUCCEEDED, "The kubeconfig and CA Secrets are published.", NOTHING),
                row(
                        secrets,
                        FALSE,
                        PENDING,
                        "The Secrets wait for Kamaji's, or for the control plane to run.",
                        "Wait; when it lasts, see whether Kamaji runs and wrote its Secrets."),
                row(
                        secrets,
                        FALSE,
                        FAILED,
                        "The Secrets could not be written.",
                        "Do what the message says: a foreign Secret of that name, or a missing permission."),
                row(authority, TRUE, SUCCEEDED, "The CA Secret is published.", NOTHING),
                row(
                        authority,
                        FALSE,
                        PENDING,
                        "The CA Secret is not published yet.",
                        "Wait; see KubeadmResourcesCreated when it lasts."),
                row(
                        authority,
                        FALSE,
                        FAILED,
                        "The CA Secret could not be written.",
                        "Do what the message of KubeadmResourcesCreated says."));
    }

    private static List<ConditionGuide> access() {
        ConditionType access = ConditionType.ACCESS_VERIFIED;
        return List.of(
                row(access, TRUE, "Verified", "The published kubeconfig may do everything.", NOTHING),
                row(access, UNKNOWN, "Skipped", "Not asked: --access-check is off.", NOTHING),
                row(
                        access,
                        UNKNOWN,
                        "UnreachableFromManagementCluster",
                        "The endpoint does not answer from the management cluster; Kamaji says that it runs.",
                        "Nothing, when workers reach it; otherwise mend the network, or the address."),
                row(access, UNKNOWN, "NotAsked", "It was initialised before anybody asked.", NOTHING),
                row(
                        access,
                        FALSE,
                        PENDING,
                        "The tenant API server is asked once it runs and its Secrets are published.",
                        "Wait; see the conditions before it when it lasts."),
                row(
                        access,
                        FALSE,
                        FAILED,
                        "The tenant API server refuses the kubeconfig, its certificate, or does not answer.",
                        "Do what the message says; --access-check=best-effort goes on where it is not reachable from"
                                + " here."));
    }

    private static List<ConditionGuide> summaries() {
        ConditionType initialized = ConditionType.INITIALIZED;
        ConditionType ready = ConditionType.READY;
        ConditionType available = ConditionType.AVAILABLE;
        return List.of(
                row(initialized, TRUE, SUCCEEDED, "The control plane was reachable once; never taken back.", NOTHING),
                row(initialized, FALSE, PENDING, "A step before it waits.", SEE_FIRST),
                row(initialized, FALSE, FAILED, "A step before it failed.", SEE_FIRST),
                row(ready, TRUE, SUCCEEDED, "It is initialised, and a pod serves.", NOTHING),
                row(ready, FALSE, PENDING, "No pod serves yet, or a step before it waits.", SEE_FIRST),
                row(ready, FALSE, FAILED, "A step before it failed.", SEE_FIRST),
                row(available, TRUE, "Available", "The API server can be used, even while it is rolled.", NOTHING),
                row(
                        available,
                        FALSE,
                        "NotAvailable",
                        "The API server cannot be used, or not yet.",
                        "See the message; after the first Ready the conditions of the tenant's Deployment say why."),
                row(
                        available,
                        UNKNOWN,
                        "ExternalClusterNotReached",
                        "The other cluster that runs it cannot be asked; most likely it runs on.",
                        "See FoundExternalReferenceClient."),
                row(available, FALSE, "Sleeping", "It is scaled to zero.", "Set spec.replicas to wake it."),
                row(available, FALSE, "Deleting", "It is being deleted.", NOTHING));
    }

    private static List<ConditionGuide> movement() {
        return List.of(
                row(
                        ConditionType.ROLLING_OUT,
                        TRUE,
                        "RollingOut",
                        "Pods are replaced, data migrated or a CA rotated; of an upgrade the message says which hop.",
                        "Wait; the message names what holds an upgrade up."),
                row(ConditionType.ROLLING_OUT, FALSE, "NotRollingOut", "Nothing is rolled out.", NOTHING),
                row(
                        ConditionType.SCALING_UP,
                        TRUE,
                        "ScalingUp",
                        "Replicas are being added.",
                        "Wait; when it lasts, see the pods of the tenant's Deployment."),
                row(ConditionType.SCALING_UP, FALSE, "NotScalingUp", "No replica is being added.", NOTHING),
                row(
                        ConditionType.SCALING_DOWN,
                        TRUE,
                        "ScalingDown",
                        "Replicas are being removed.",
                        "Wait; when it lasts, see the pods of the tenant's Deployment."),
                row(ConditionType.SCALING_DOWN, FALSE, "NotScalingDown", "No replica is being removed.", NOTHING));
    }

    private static List<ConditionGuide> deviations() {
        return List.of(
                row(
                        ConditionType.CORRECTIONS_PENDING,
                        TRUE,
                        "WaitForChange",
                        "The spec was carried out in another way by another release; the next change corrects that.",
                        NOTHING),
                row(
                        ConditionType.FIELDS_APPLIED,
                        FALSE,
                        "NotServed",
                        "The installed Kamaji does not know fields that the spec asks for.",
                        "Upgrade Kamaji, or clear the fields that the message names."),
                row(
                        ConditionType.FIELDS_APPLIED,
                        FALSE,
                        "CannotBeCleared",
                        "Fields were cleared whose values Kamaji never lets go of.",
                        "Set them back, or make a new control plane."));
    }

    private static List<ConditionGuide> pauseAndDeletion() {
        ConditionType deleting = ConditionType.DELETING;
        return List.of(
                row(
                        ConditionType.PAUSED,
                        TRUE,
                        "Paused",
                        "Paused by the Cluster or by the annotation; nothing is written.",
                        "Set spec.paused of the Cluster to false, and remove the annotation cluster.x-k8s.io/paused."),
                row(ConditionType.PAUSED, FALSE, "NotPaused", "Not paused.", NOTHING),
                row(deleting, FALSE, "NotDeleting", "Not being deleted.", NOTHING),
                row(
                        deleting,
                        TRUE,
                        "WaitingForWorkersDeletion",
                        "Worker Machines need the API server until they are gone.",
                        "Delete the Cluster, or its MachineDeployments and Machines."),
                row(
                        deleting,
                        TRUE,
                        "WaitingForTenantControlPlaneDeletion",
                        "Kamaji removes the data and then its own finalizer.",
                        "When it lasts, see whether Kamaji runs and the data store answers; the message names a cluster that"
                                + " cannot be asked."),
                row(deleting, TRUE, "DeletionCompleted", "The TenantControlPlane is gone.", NOTHING),
                row(
                        deleting,
                        TRUE,
                        "Moved",
                        "The control plane was moved; its TenantControlPlane is left alone.",
                        NOTHING),
                row(
                        deleting,
                        TRUE,
                        "ForceReleased",
                        "Released by force before the TenantControlPlane was gone.",
                        "Remove what Kamaji left behind in its data store."));
    }

    private static ConditionGuide row(ConditionType type, String status, String reason, String meaning, String cure) {
        return new ConditionGuide(type, status, reason, meaning, cure);
    }
}
