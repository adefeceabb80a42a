// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.upgrade;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.Machines;
import kamaji.capi.workflows.facts.KubernetesVersion;
import org.jspecify.annotations.Nullable;

/** The workers of a Cluster, single ones and pools, which must not fall more than three minors behind their control plane. */
final class Workers {
    private static final int MOST_MINORS_BEHIND = 3;

    private final KubernetesApi api;

    Workers(KubernetesApi api) {
        this.api = api;
    }

    /**
     * Refuses a version that is too new for a Machine or a MachinePool of the Cluster. A Cluster API without the kind
     * MachinePool has none.
     *
     * @return what could not be looked at and why, null when all was
     */
    @Nullable
    String refuseToLeaveBehind(String version, String namespace, String clusterName) {
        String machines = refuse(Machines.CONTEXT, version, namespace, clusterName);
        String pools = refuse(Machines.POOLS, version, namespace, clusterName);
        return machines != null ? machines : pools;
    }

    private @Nullable String refuse(
            ResourceDefinitionContext kind, String version, String namespace, String clusterName) {
        try {
            List<GenericKubernetesResource> workers = api.list(kind, namespace, Labels.CLUSTER_NAME, clusterName);
            leftBehind(version, workers).ifPresent(problem -> {
                throw StepFailure.waitForChange(problem);
            });
            return null;
        } catch (StepFailure failure) {
            return switch (failure.httpCode()) {
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    "workers: the provider may not list " + kind.getPlural() + "." + kind.getGroup() + " (403)";
                case HttpURLConnection.HTTP_NOT_FOUND ->
                    kind.equals(Machines.POOLS) ? null : "workers: there is no kind " + kind.getKind();
                default -> throw failure;
            };
        }
    }

    static Optional<String> leftBehind(String version, List<GenericKubernetesResource> machines) {
        KubernetesVersion next = KubernetesVersion.parse(version).orElseThrow();
        return machines.stream()
                .filter(machine -> !machine.isMarkedForDeletion())
                .filter(machine -> runs(machine)
                        .filter(kubelet ->
                                kubelet.major() == next.major() && kubelet.minor() < next.minor() - MOST_MINORS_BEHIND)
                        .isPresent())
                .findFirst()
                .map(machine -> machine.getKind() + " " + machine.getMetadata().getName() + " runs "
                        + runs(machine).orElseThrow() + ", more than " + MOST_MINORS_BEHIND + " minor versions behind "
                        + version + ": upgrade the workers first");
    }

    /** The kubelet's own word, before that what was asked for. */
    private static Optional<KubernetesVersion> runs(GenericKubernetesResource machine) {
        return KubernetesVersion.parse(text(machine, "status", "nodeInfo", "kubeletVersion"))
                .or(() -> KubernetesVersion.parse(text(machine, "spec", "version")))
                .or(() -> KubernetesVersion.parse(text(machine, "spec", "template", "spec", "version")));
    }

    private static @Nullable String text(GenericKubernetesResource machine, String... path) {
        Object found = machine.getAdditionalProperties();
        for (String part : path) {
            found = found instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return found instanceof String text ? text : null;
    }
}
