// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.activities.tenantcontrolplane.GoProviderFields;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionType;

/**
 * Whether a TenantControlPlane stays as it is although this release would apply something else: another one has carried
 * out all that is asked for, in its own way, and nobody has asked for anything since. A restart of a tenant for the sake
 * of a correction is left to whoever changes the control plane next.
 */
final class Untouched {
    private Untouched() {}

    /** @param inputs hash of what is asked for now */
    static boolean is(GenericKubernetesResource controlPlane, GenericKubernetesResource tenant, String inputs) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(controlPlane.getMetadata().getAnnotations(), Map.of());
        if (isAsked(annotations.getOrDefault(Annotations.APPLY_CORRECTIONS, ""))) {
            return false;
        }
        if (!GoProviderFields.in(tenant)) {
            return TenantControlPlaneIntent.isOfAnotherRevision(tenant, inputs);
        }
        String adopted = annotations.get(Annotations.ADOPTED);
        return adopted == null ? hasCarriedOut(controlPlane) : adopted.equals(inputs);
    }

    private static boolean isAsked(String value) {
        return !value.isEmpty() && !value.equals("false");
    }

    /** What the Go provider says of its last pass. It knows no generation of the Cluster. */
    private static boolean hasCarriedOut(GenericKubernetesResource controlPlane) {
        return LiveStatus.of(controlPlane).report().conditions().stream()
                .filter(condition -> condition.type().equals(ConditionType.TENANT_CONTROL_PLANE_CREATED.text()))
                .anyMatch(condition -> condition.isTrue()
                        && condition.reason().equals(Condition.SUCCEEDED)
                        && Objects.equals(
                                condition.observedGeneration(),
                                controlPlane.getMetadata().getGeneration()));
    }
}
