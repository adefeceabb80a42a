// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import org.jspecify.annotations.Nullable;

/**
 * Which updates can matter to a cluster. Most are status churn of others and echoes of our own writes; to judge a cluster
 * costs a hundred times what it costs to see that nothing happened. In doubt an update matters.
 */
public final class Significance {
    private final Function<GenericKubernetesResource, @Nullable Object> decidesInStatus;

    private Significance(Function<GenericKubernetesResource, @Nullable Object> decidesInStatus) {
        this.decidesInStatus = decidesInStatus;
    }

    /** Metadata and spec; nothing of the status. */
    public static final Significance SPEC = new Significance(object -> null);
    /** Of a DataStore whether it is ready and why not: the list of its users, which Kamaji keeps there, grows with each. */
    public static final Significance DATA_STORE = new Significance(Significance::dataStore);
    /** Of our own status only how the last run ended. */
    public static final Significance SETTLED = new Significance(object -> object.get("status", "settled"));
    /** Of Kamaji's status what facts are made of, without its time stamps. */
    public static final Significance TENANT = new Significance(Significance::tenant);

    /** Of an infrastructure cluster what its row reads: all else in its status is the business of others. */
    public static Significance of(InfrastructureKind row) {
        return new Significance(row::facts);
    }

    /** Whether the update may change what is decided. */
    public boolean matters(GenericKubernetesResource before, GenericKubernetesResource after) {
        return metadataDiffers(before.getMetadata(), after.getMetadata())
                || !Objects.equals(decidesInStatus.apply(before), decidesInStatus.apply(after));
    }

    /** The generation stands for the spec: every kind that is watched has a status subresource. */
    private static boolean metadataDiffers(ObjectMeta before, ObjectMeta after) {
        return !Objects.equals(before.getUid(), after.getUid())
                || !Objects.equals(before.getGeneration(), after.getGeneration())
                || !Objects.equals(before.getDeletionTimestamp(), after.getDeletionTimestamp())
                || !Objects.equals(before.getFinalizers(), after.getFinalizers())
                || !Objects.equals(before.getOwnerReferences(), after.getOwnerReferences())
                || !Objects.equals(before.getLabels(), after.getLabels())
                || !Objects.equals(before.getAnnotations(), after.getAnnotations());
    }

    private static Object dataStore(GenericKubernetesResource object) {
        DataStoreView view = new DataStoreView(object);
        return Arrays.asList(view.ready(), view.validationMessage());
    }

    private static Object tenant(GenericKubernetesResource object) {
        TenantControlPlaneView view = new TenantControlPlaneView(object);
        return Arrays.asList(
                view.observedGeneration(),
                view.controlPlaneEndpoint(),
                view.phase(),
                view.version(),
                view.replicas(),
                view.readyReplicas(),
                view.updatedReplicas(),
                view.availableReplicas(),
                view.selector(),
                view.adminKubeconfig(),
                view.certificateAuthority(),
                view.usedDataStore());
    }
}
