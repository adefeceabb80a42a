// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import kamaji.capi.activities.api.Finalizers;
import org.jspecify.annotations.Nullable;

/**
 * Which TenantControlPlane of another cluster belongs to a KamajiControlPlane, by its spec and by what was written down on
 * it. Pure.
 *
 * @param cluster that cluster, null when nothing names it any more
 * @param namespace of the TenantControlPlane, empty when nothing names it any more
 * @param name of the TenantControlPlane
 * @param recorded what was written down, null when nothing was
 * @param controlPlane the KamajiControlPlane
 * @param problem what forbids to use it, with the cure; null when nothing does
 * @param clusterUid what the cluster says it is, null where it was not asked or does not tell
 */
public record ExternalTenant(
        @Nullable RemoteCluster cluster,
        String namespace,
        String name,
        @Nullable TenantRecord recorded,
        TenantOwner controlPlane,
        @Nullable String problem,
        @Nullable String clusterUid) {
    /** What the existing provider names TenantControlPlanes on other clusters by, with the UID after it. */
    private static final String PREFIX = "kcp-";

    private static final String GATE = "ExternalClusterReference";

    /** Empty when the TenantControlPlane belongs on this cluster. */
    public static Optional<ExternalTenant> of(GenericKubernetesResource controlPlane, ExternalGates gates) {
        ExternalReference reference = ExternalReference.in(controlPlane).orElse(null);
        TenantRecord recorded = TenantRecord.in(controlPlane).orElse(null);
        boolean held = controlPlane.getMetadata().getFinalizers().contains(Finalizers.EXTERNAL_CLUSTER);
        boolean deleting = controlPlane.isMarkedForDeletion();
        if (recorded == null && !held && (reference == null || deleting)) {
            return Optional.empty();
        }
        TenantOwner self = TenantOwner.of(controlPlane);
        RemoteCluster cluster = reference != null ? reference.cluster() : recorded != null ? recorded.cluster() : null;
        String namespace = recorded != null ? recorded.namespace() : reference != null ? reference.namespace() : "";
        String name = recorded != null ? recorded.name() : name(reference, held, self);
        String problem = problem(reference, recorded, cluster, self, gates, deleting);
        return Optional.of(new ExternalTenant(cluster, namespace, name, recorded, self, problem, null));
    }

    /** One that was made before anything was written down has the name that the existing provider gives. */
    private static String name(@Nullable ExternalReference reference, boolean held, TenantOwner self) {
        return held || reference == null || reference.name().isEmpty() ? PREFIX + self.uid() : reference.name();
    }

    private static @Nullable String problem(
            @Nullable ExternalReference reference,
            @Nullable TenantRecord recorded,
            @Nullable RemoteCluster cluster,
            TenantOwner self,
            ExternalGates gates,
            boolean deleting) {
        if (cluster == null) {
            return ExternalReference.FIELD + " is gone, but finalizer " + Finalizers.EXTERNAL_CLUSTER
                    + " says that TenantControlPlane " + PREFIX + self.uid()
                    + " runs on another cluster: put the reference back";
        }
        if (reference != null && !reference.complete()) {
            return ExternalReference.FIELD
                    + " is not complete: set deploymentNamespace, kubeconfigSecretName and kubeconfigSecretKey";
        }
        if (!deleting && !gates.references()) {
            return "feature gate " + GATE + " is off: start the provider with --feature-gates=" + GATE
                    + "=true, or remove " + ExternalReference.FIELD;
        }
        if (!cluster.secretNamespace().equals(self.namespace()) && !gates.crossNamespace()) {
            return ExternalReference.FIELD + ".kubeconfigSecretNamespace is " + cluster.secretNamespace()
                    + ", and feature gate " + GATE + "CrossNamespace is off: put the Secret into namespace "
                    + self.namespace() + ", or start the provider with the gate on";
        }
        return deleting || recorded == null ? null : changed(reference, recorded);
    }

    /** A control plane stays where it was made: another place would get a second, empty one. */
    private static @Nullable String changed(@Nullable ExternalReference reference, TenantRecord recorded) {
        String where = "TenantControlPlane " + recorded.namespace() + "/" + recorded.name() + " runs on the cluster of "
                + recorded.cluster().describe();
        if (reference == null) {
            return ExternalReference.FIELD + " is gone, but " + where + ": put the reference back";
        }
        if (!reference.name().isEmpty() && !reference.name().equals(recorded.name())) {
            return ExternalReference.FIELD + ".tenantControlPlaneName is " + reference.name() + ", but " + where
                    + ": set it back or remove it, a control plane cannot change its name";
        }
        return reference.namespace().equals(recorded.namespace())
                ? null
                : ExternalReference.FIELD + ".deploymentNamespace is " + reference.namespace() + ", but " + where
                        + ": set it back, a control plane cannot change its namespace";
    }

    /** The same with what the cluster says it is. */
    public ExternalTenant seenOn(@Nullable String uid) {
        return new ExternalTenant(cluster, namespace, name, recorded, controlPlane, problem, uid);
    }

    /** Whether the cluster has to be asked what it is: it was not written down, or the TenantControlPlane is not there. */
    public boolean asksWho(boolean found) {
        return !found || recorded == null || recorded.clusterUid() == null;
    }

    /** Names the TenantControlPlane and the way to it, for people. */
    public String describe() {
        return "TenantControlPlane " + (namespace.isEmpty() ? name : namespace + "/" + name)
                + (cluster == null ? " on another cluster" : " on the cluster of " + cluster.describe());
    }

    /** Whether nothing was written down yet: this cluster may still have one. */
    public boolean isNew() {
        return recorded == null;
    }

    /** Whether what is written down is all of it, and by this very object. */
    public boolean isConfirmed() {
        return wanted().equals(recorded);
    }

    /** What is to be written down; only for one whose cluster is known. */
    public TenantRecord wanted() {
        if (cluster == null) {
            throw new IllegalStateException("nothing names the cluster of " + describe());
        }
        String uid = recorded == null || recorded.clusterUid() == null ? clusterUid : recorded.clusterUid();
        return new TenantRecord(cluster, namespace, name, controlPlane.uid(), uid);
    }

    /** What it means that the TenantControlPlane does not exist; null when it may be made. */
    public @Nullable String absence() {
        if (recorded == null) {
            return null;
        }
        if (recorded.clusterUid() != null && clusterUid != null) {
            return recorded.clusterUid().equals(clusterUid)
                    ? null
                    : describe() + " does not exist, and that is another cluster than the one it was made on (there"
                            + " Namespace kube-system has UID " + recorded.clusterUid() + ", here " + clusterUid
                            + "): put a kubeconfig of that cluster into the Secret";
        }
        return recorded.cluster().equals(cluster)
                ? null
                : describe() + " does not exist: it was made through "
                        + recorded.cluster().describe()
                        + "; name that kubeconfig again, or one that leads to the same cluster";
    }

    /**
     * Who a TenantControlPlane of this place belongs to when it is not the KamajiControlPlane; null when it is. One without
     * an owner is ours when it has our UID in its name, as the existing provider did it, or when we wrote it down.
     */
    public @Nullable String foreign(HasMetadata tenant) {
        Optional<TenantOwner> owner = TenantOwner.on(tenant);
        if (owner.isPresent()) {
            return owner.get().uid().equals(controlPlane.uid())
                    ? null
                    : (isAdoptable(tenant) ? "an earlier " : "") + owner.get().describe();
        }
        boolean ours = name.equals(PREFIX + controlPlane.uid())
                || (recorded != null && recorded.uid().equals(controlPlane.uid()));
        return ours ? null : "nobody (no annotation names its KamajiControlPlane)";
    }

    /**
     * Whether a foreign TenantControlPlane may become ours: what was written down came along from another cluster or a
     * backup, and it is of nobody or of the one of this name. One that was taken from us this way is never taken back.
     */
    public boolean isAdoptable(HasMetadata tenant) {
        boolean cameAlong = recorded != null && !recorded.uid().equals(controlPlane.uid());
        return cameAlong
                && TenantOwner.on(tenant)
                        .map(owner -> owner.isNamesakeOf(controlPlane))
                        .orElse(true);
    }
}
