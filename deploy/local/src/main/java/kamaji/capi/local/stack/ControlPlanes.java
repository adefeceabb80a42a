// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneStatus;

/** Reads KamajiControlPlanes as a user would. */
public final class ControlPlanes {
    private static final ResourceDefinitionContext CONTEXT =
            ResourceDefinitionContext.fromResourceType(KamajiControlPlane.class);
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private ControlPlanes() {}

    /** Whether it says that it is initialised and ready at the version and replicas that are wanted. */
    public static boolean ready(KubernetesClient client, String namespace, String name) {
        return get(client, namespace, name).filter(ControlPlanes::ready).isPresent();
    }

    /** Whether it says that it is initialised, ready, and settled at its current generation. */
    public static boolean ready(KamajiControlPlane controlPlane) {
        KamajiControlPlaneStatus status = controlPlane.getStatus();
        return status != null
                && Boolean.TRUE.equals(status.ready())
                && status.settled() != null
                && conditionsOf(controlPlane).stream()
                        .filter(condition -> condition.getType().equals("Available"))
                        .anyMatch(condition -> "True".equals(condition.getStatus())
                                && controlPlane
                                        .getMetadata()
                                        .getGeneration()
                                        .equals(condition.getObservedGeneration()));
    }

    /** The control plane without its spec, which need not decode; empty if it does not exist. */
    public static Optional<KamajiControlPlane> get(KubernetesClient client, String namespace, String name) {
        return Optional.ofNullable(client.genericKubernetesResources(CONTEXT)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(ControlPlanes::withoutSpec);
    }

    private static KamajiControlPlane withoutSpec(GenericKubernetesResource object) {
        object.getAdditionalProperties().remove("spec");
        return SERIALIZATION.convertValue(object, KamajiControlPlane.class);
    }

    /** Its conditions, one a line. */
    public static String conditions(KubernetesClient client, String namespace, String name) {
        return get(client, namespace, name)
                .map(controlPlane -> conditionsOf(controlPlane).stream()
                        .map(condition -> "  %-34s %-8s %-12s %s"
                                .formatted(
                                        condition.getType(),
                                        condition.getStatus(),
                                        condition.getReason(),
                                        condition.getMessage()))
                        .collect(Collectors.joining("\n", name + "\n", "")))
                .orElse(name + " does not exist");
    }

    private static List<Condition> conditionsOf(KamajiControlPlane controlPlane) {
        KamajiControlPlaneStatus status = controlPlane.getStatus();
        return status == null || status.conditions() == null ? List.of() : status.conditions();
    }
}
