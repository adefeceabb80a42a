// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What matters of Kamaji's TenantControlPlane.
 *
 * @param uid its UID
 * @param deleting whether it has a deletion timestamp
 * @param foreign who owns it when it is not this KamajiControlPlane; null when it is ours
 * @param applied whether it carries what we intend, leaf by leaf
 * @param processed whether Kamaji has processed its current generation; true where Kamaji does not tell
 * @param endpoint {@code status.controlPlaneEndpoint}, null until Kamaji knows it
 * @param phase {@code status.kubernetesResources.version.status}, null while there is no status
 * @param version the version that runs, with a leading v; null before the first Ready
 * @param replicas pods of the Deployment
 * @param ready ready pods
 * @param updated pods of the newest template
 * @param available available pods
 * @param selector label selector of the pods, null while unknown
 * @param kubeconfig the Secret with the admin kubeconfig, null until Kamaji has written it
 * @param certificateAuthority the Secret with the CA, null until Kamaji has written it
 * @param adoptable whether what makes it foreign is gone, so that it may become ours
 * @param dataStore the data store in use, null until Kamaji tells
 * @param upgrade what is to be done about its version, null when it is the wanted one
 * @param deviations where it is not what the spec asks for, with nothing due about it
 */
public record TenantControlPlane(
        String uid,
        boolean deleting,
        @Nullable String foreign,
        boolean applied,
        boolean processed,
        @Nullable Endpoint endpoint,
        @Nullable String phase,
        @Nullable String version,
        int replicas,
        int ready,
        int updated,
        int available,
        @Nullable String selector,
        @Nullable SourceSecret kubeconfig,
        @Nullable SourceSecret certificateAuthority,
        boolean adoptable,
        @Nullable String dataStore,
        @Nullable Upgrade upgrade,
        Deviations deviations) {

    @SuppressWarnings("NullAway") // histories of before have none
    public TenantControlPlane {
        deviations = deviations == null ? Deviations.NONE : deviations;
    }

    /** The same, of which it is known whether it carries what we intend. */
    public TenantControlPlane withApplied(boolean carriesIntent) {
        return with(changes -> changes.applied = carriesIntent);
    }

    /** The same with a deletion timestamp. */
    public TenantControlPlane withDeletion() {
        return with(changes -> changes.deleting = true);
    }

    /** The same with another owner, null for us. */
    public TenantControlPlane withOwner(@Nullable String other, boolean mayBecomeOurs) {
        return with(changes -> {
            changes.foreign = other;
            changes.adoptable = mayBecomeOurs;
        });
    }

    /** The same in another phase. */
    public TenantControlPlane withPhase(@Nullable String other) {
        return with(changes -> changes.phase = other);
    }

    /** The same with other numbers of pods. */
    public TenantControlPlane withPods(int all, int readyOnes, int newest, int availableOnes) {
        return with(changes -> {
            changes.replicas = all;
            changes.ready = readyOnes;
            changes.updated = newest;
            changes.available = availableOnes;
        });
    }

    /** The same with another data store in use. */
    public TenantControlPlane withDataStore(@Nullable String inUse) {
        return with(changes -> changes.dataStore = inUse);
    }

    /** The same with something else to be done about its version. */
    public TenantControlPlane withUpgrade(@Nullable Upgrade due) {
        return with(changes -> changes.upgrade = due);
    }

    /** The same with other deviations. */
    public TenantControlPlane withDeviations(Deviations found) {
        return with(changes -> changes.deviations = found);
    }

    private TenantControlPlane with(Consumer<Changes> change) {
        Changes changes = new Changes(this);
        change.accept(changes);
        return changes.made();
    }

    /** A copy that can be written to, as far as anything is ever changed. */
    private static final class Changes {
        private final TenantControlPlane before;
        private boolean deleting;
        private @Nullable String foreign;
        private boolean applied;
        private @Nullable String phase;
        private int replicas;
        private int ready;
        private int updated;
        private int available;
        private boolean adoptable;
        private @Nullable String dataStore;
        private @Nullable Upgrade upgrade;
        private Deviations deviations;

        Changes(TenantControlPlane before) {
            this.before = before;
            deleting = before.deleting;
            foreign = before.foreign;
            applied = before.applied;
            phase = before.phase;
            replicas = before.replicas;
            ready = before.ready;
            updated = before.updated;
            available = before.available;
            adoptable = before.adoptable;
            dataStore = before.dataStore;
            upgrade = before.upgrade;
            deviations = before.deviations;
        }

        TenantControlPlane made() {
            return new TenantControlPlane(
                    before.uid,
                    deleting,
                    foreign,
                    applied,
                    before.processed,
                    before.endpoint,
                    phase,
                    before.version,
                    replicas,
                    ready,
                    updated,
                    available,
                    before.selector,
                    before.kubeconfig,
                    before.certificateAuthority,
                    adoptable,
                    dataStore,
                    upgrade,
                    deviations);
        }
    }
}
