// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.apply;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.Finalizers;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;
import kamaji.capi.activities.observation.References;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a KamajiControlPlane from going away, or elsewhere, without its TenantControlPlane: written before that is
 * made. A move by clusterctl would not take one of this cluster along, and so delete it: it is blocked. One of another
 * cluster stays where it is, and where that is is written down to be taken along.
 */
final class Hold {
    private final KubernetesApi api;

    Hold(KubernetesApi api) {
        this.api = api;
    }

    /**
     * The control plane with all that is to be there first.
     *
     * @param adopted what is written down as having been asked for when it was adopted, null when it was not
     */
    GenericKubernetesResource held(
            GenericKubernetesResource controlPlane, @Nullable ExternalTenant external, @Nullable String adopted) {
        List<Operation> operations = new ArrayList<>();
        finalizers(controlPlane, external, operations);
        Map<String, String> annotations = new LinkedHashMap<>();
        if (external == null) {
            annotations.put(Annotations.BLOCK_MOVE, "true");
        } else if (external.isNew()) {
            annotations.put(Annotations.EXTERNAL_TENANT, text(controlPlane, external));
        }
        if (adopted != null) {
            annotations.put(Annotations.ADOPTED, adopted);
        }
        annotations.keySet().removeAll(annotationsOf(controlPlane).keySet());
        annotate(controlPlane, annotations, operations);
        return written(controlPlane, operations);
    }

    /** The control plane with what was written down brought up to date, once the TenantControlPlane names it. */
    GenericKubernetesResource confirmed(GenericKubernetesResource controlPlane, @Nullable ExternalTenant external) {
        List<Operation> operations = new ArrayList<>();
        if (external != null && !external.isConfirmed()) {
            annotate(controlPlane, Map.of(Annotations.EXTERNAL_TENANT, text(controlPlane, external)), operations);
        }
        return written(controlPlane, operations);
    }

    private static void finalizers(
            GenericKubernetesResource controlPlane, @Nullable ExternalTenant external, List<Operation> operations) {
        List<String> present = controlPlane.getMetadata().getFinalizers();
        List<String> missing = new ArrayList<>(external == null ? List.of(Finalizers.CONTROL_PLANE) : Finalizers.ALL);
        missing.removeAll(present);
        if (present.isEmpty()) {
            operations.add(new Operation("add", "/metadata/finalizers", missing));
        } else {
            missing.forEach(finalizer -> operations.add(new Operation("add", "/metadata/finalizers/-", finalizer)));
        }
    }

    private static void annotate(
            GenericKubernetesResource controlPlane, Map<String, String> wanted, List<Operation> operations) {
        if (wanted.isEmpty()) {
            return;
        }
        if (annotationsOf(controlPlane).isEmpty()) {
            operations.add(new Operation("add", "/metadata/annotations", wanted));
        } else {
            wanted.forEach((key, value) ->
                    operations.add(new Operation("add", "/metadata/annotations/" + Patch.escape(key), value)));
        }
    }

    private GenericKubernetesResource written(GenericKubernetesResource controlPlane, List<Operation> operations) {
        return operations.isEmpty()
                ? controlPlane
                : api.json(References.CONTROL_PLANES, Patch.ofOperations(controlPlane, operations));
    }

    private static String text(GenericKubernetesResource controlPlane, ExternalTenant external) {
        return external.wanted().text(controlPlane.getMetadata().getNamespace());
    }

    private static Map<String, String> annotationsOf(GenericKubernetesResource controlPlane) {
        return Objects.requireNonNullElse(controlPlane.getMetadata().getAnnotations(), Map.of());
    }
}
