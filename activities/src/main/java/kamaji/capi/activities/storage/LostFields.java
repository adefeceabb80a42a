// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields of a spec that the existing provider's releases with v1alpha1 do not know, and would drop. */
final class LostFields {
    static final String OLD_VERSION = "v1alpha1";
    static final List<String> PATHS = List.of(
            "addons.konnectivity.server.securityContext",
            "apiServer.securityContext",
            "controllerManager.securityContext",
            "deployment.automountServiceAccountToken",
            "deployment.externalClusterReference.tenantControlPlaneName",
            "deployment.podSecurityContext",
            "network.additionalServicePorts",
            "network.allocateLoadBalancerNodePorts",
            "network.allowAddressAsExternalIP",
            "network.gateway.additionalParents",
            "network.gateway.port",
            "network.gateway.sectionName",
            "scheduler.securityContext",
            "tagSuffix",
            "writePermissions");

    private LostFields() {}

    /** A line that names the fields an object would lose under a CRD that has this version only, if there are any. */
    static Optional<String> of(StoredKind kind, GenericKubernetesResource object, String version) {
        if (!version.equals(OLD_VERSION)) {
            return Optional.empty();
        }
        String spec = kind == StoredKind.TEMPLATES ? "spec.template.spec." : "spec.";
        String used = PATHS.stream()
                .map(spec::concat)
                .filter(path -> at(object, path) != null)
                .collect(Collectors.joining(", "));
        return used.isEmpty()
                ? Optional.empty()
                : Optional.of(kind.plural() + " " + object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName() + ": releases that have " + version + " only will drop "
                        + used);
    }

    private static @Nullable Object at(GenericKubernetesResource object, String path) {
        Object value = object.getAdditionalProperties();
        for (String field : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return value;
    }
}
