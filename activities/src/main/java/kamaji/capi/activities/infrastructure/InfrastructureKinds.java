// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;

/** The infrastructure kinds that the provider writes to, and what it reads of them. A new kind is a new row. */
public final class InfrastructureKinds {
    private static final String GROUP = "infrastructure.cluster.x-k8s.io";
    private static final List<Row> TABLE =
            List.of(new Row(GROUP, "KubevirtCluster", Behaviour.PATCH_AND_MARK_PROVISIONED));

    private InfrastructureKinds() {}

    private record Row(String group, String kind, Behaviour behaviour) {}

    /** What is done with the kind of a reference. */
    public static Behaviour behaviour(InfrastructureRef ref) {
        return TABLE.stream()
                .filter(row -> row.group().equals(ref.apiGroup()) && row.kind().equals(ref.kind()))
                .map(Row::behaviour)
                .findFirst()
                .orElse(Behaviour.UNSUPPORTED);
    }

    /**
     * What matters of an infrastructure cluster.
     *
     * @param live the object, null when it does not exist or could not be read
     * @param problem why it could not be read, null when it could
     */
    public static InfrastructureCluster facts(
            InfrastructureRef ref, @Nullable GenericKubernetesResource live, @Nullable String problem) {
        Behaviour behaviour = behaviour(ref);
        if (behaviour == Behaviour.UNSUPPORTED) {
            return new InfrastructureCluster(behaviour, false, null, false, unsupported(ref));
        }
        if (live == null) {
            return new InfrastructureCluster(behaviour, false, null, false, problem);
        }
        return new InfrastructureCluster(behaviour, true, endpoint(live), provisioned(live), null);
    }

    private static String unsupported(InfrastructureRef ref) {
        String supported = TABLE.stream().map(Row::kind).collect(Collectors.joining(", "));
        return "spec.infrastructureRef of the Cluster names a " + ref.kind() + " of group " + ref.apiGroup()
                + ", which is not supported: use one of " + supported;
    }

    private static @Nullable Endpoint endpoint(GenericKubernetesResource live) {
        Object host = at(live, "spec", "controlPlaneEndpoint", "host");
        Object port = at(live, "spec", "controlPlaneEndpoint", "port");
        return Endpoint.of(
                        host instanceof String text ? text : null,
                        port instanceof Number number ? Integer.valueOf(number.intValue()) : null)
                .orElse(null);
    }

    /** Each contract of Cluster API has its own field; a kind that knows only one of them drops the other. */
    private static boolean provisioned(GenericKubernetesResource live) {
        return Objects.equals(at(live, "status", "initialization", "provisioned"), true)
                || Objects.equals(at(live, "status", "ready"), true);
    }

    private static @Nullable Object at(GenericKubernetesResource resource, String... path) {
        Object value = resource.getAdditionalProperties();
        for (String field : path) {
            value = value instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return value;
    }
}
