// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of infrastructure kinds: what is done with a kind, and what is read of it. Pure.
 *
 * @param group its API group
 * @param kind for example KubevirtCluster
 * @param version the API version that the row is about, null for every version without a row of its own
 * @param host path of the endpoint's host, from {@code spec}
 * @param port path of the endpoint's port, from {@code spec}
 * @param behaviour what is done with it
 * @param marks paths, from {@code status}, of what says that it is provisioned: one for each contract of Cluster API
 */
public record InfrastructureKind(
        String group,
        String kind,
        @Nullable String version,
        List<String> host,
        List<String> port,
        Behaviour behaviour,
        List<List<String>> marks) {
    static final String SPEC = "spec";
    static final String STATUS = "status";

    public InfrastructureKind {
        host = List.copyOf(host);
        port = List.copyOf(port);
        marks = marks.stream().map(List::copyOf).toList();
    }

    /** The facts of an object that exists. */
    public InfrastructureCluster facts(GenericKubernetesResource live) {
        String found = at(live, host) instanceof String text && !text.isBlank() ? text : null;
        Integer at = at(live, port) instanceof Number number ? Integer.valueOf(number.intValue()) : null;
        Endpoint endpoint = Endpoint.of(found, at).orElse(null);
        return new InfrastructureCluster(
                behaviour, true, endpoint, endpoint == null ? found : null, provisioned(live), where(), null);
    }

    /** The facts when there is no object, or none can be read. */
    InfrastructureCluster without(@Nullable String problem) {
        return new InfrastructureCluster(behaviour, false, null, null, false, where(), problem);
    }

    /** What {@code spec} is patched with. */
    public Object spec(Endpoint endpoint) {
        Map<String, Object> body = new HashMap<>();
        put(body, host, endpoint.host());
        put(body, port, endpoint.port());
        return part(body, SPEC);
    }

    /** What {@code status} is patched with; a kind drops what it does not know. */
    public Object mark() {
        Map<String, Object> body = new HashMap<>();
        marks.forEach(path -> put(body, path, true));
        return part(body, STATUS);
    }

    /** Where the endpoint is, for people. */
    public String where() {
        List<String> parent = parent(host);
        boolean oneField = parent.size() > 1
                && parent.equals(parent(port))
                && host.get(parent.size()).equals("host")
                && port.get(parent.size()).equals("port");
        return oneField ? text(parent) : text(host) + " and " + text(port);
    }

    /** The marks, for people. */
    public String marksText() {
        return marks.stream().map(InfrastructureKind::text).collect(Collectors.joining(" and "));
    }

    /** The fields right below {@code spec} and {@code status} of which facts are made; a cache needs no other. */
    public Map<String, Set<String>> fieldsUsed() {
        return Stream.concat(Stream.of(host, port), marks.stream())
                .collect(Collectors.groupingBy(
                        path -> path.get(0), Collectors.mapping(path -> path.get(1), Collectors.toSet())));
    }

    /**
     * The objects say which marks their kind knows: all were sent, so once we have written them those that stand are
     * those there are. Until then a mark that is missing is written, be it that another program knew one contract only.
     */
    private boolean provisioned(GenericKubernetesResource live) {
        if (behaviour != Behaviour.PATCH_AND_MARK_PROVISIONED) {
            return false;
        }
        long standing = marks.stream()
                .filter(path -> Boolean.TRUE.equals(at(live, path)))
                .count();
        return standing == marks.size() || (standing > 0 && statusWrittenByUs(live));
    }

    private static boolean statusWrittenByUs(GenericKubernetesResource live) {
        return live.getMetadata().getManagedFields().stream()
                .anyMatch(entry -> KubernetesApi.FIELD_MANAGER.equals(entry.getManager())
                        && STATUS.equals(entry.getSubresource()));
    }

    private static @Nullable Object at(GenericKubernetesResource resource, List<String> path) {
        Object value = resource.getAdditionalProperties();
        for (String field : path) {
            value = value instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return value;
    }

    @SuppressWarnings("unchecked") // made by this very method
    private static void put(Map<String, Object> into, List<String> path, Object value) {
        Map<String, Object> node = into;
        for (String field : parent(path)) {
            node = (Map<String, Object>) node.computeIfAbsent(field, absent -> new HashMap<String, Object>());
        }
        node.put(path.get(path.size() - 1), value);
    }

    private static Object part(Map<String, Object> body, String name) {
        Object part = body.get(name);
        return part == null ? Map.of() : part;
    }

    private static List<String> parent(List<String> path) {
        return new ArrayList<>(path.subList(0, path.size() - 1));
    }

    private static String text(List<String> path) {
        return String.join(".", path);
    }
}
