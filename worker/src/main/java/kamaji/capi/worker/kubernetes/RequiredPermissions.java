// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import java.util.ArrayList;
import java.util.List;
import kamaji.capi.worker.options.ProviderOptions;
import org.jspecify.annotations.Nullable;

/** What the provider must be allowed to do: the table behind the check at start and the manifest with the roles. */
final class RequiredPermissions {
    private record Row(String group, String resource, boolean namespaced, List<String> verbs) {}

    private static final String CONTROL_PLANE = "controlplane.cluster.x-k8s.io";
    private static final String KAMAJI = "kamaji.clastix.io";

    private static final List<Row> ROWS = List.of(
            new Row(CONTROL_PLANE, "kamajicontrolplanes", true, List.of("get", "list", "watch", "patch")),
            new Row(CONTROL_PLANE, "kamajicontrolplanes/status", true, List.of("patch")),
            new Row(CONTROL_PLANE, "kamajicontrolplanes/finalizers", true, List.of("update")),
            new Row("cluster.x-k8s.io", "clusters", true, List.of("get", "list", "watch")),
            new Row(KAMAJI, "tenantcontrolplanes", true, List.of("get", "list", "watch", "create", "patch", "delete")),
            new Row(KAMAJI, "datastores", false, List.of("get", "list", "watch")),
            new Row("", "secrets", true, List.of("get", "list", "watch", "create", "patch")),
            new Row("", "events", true, List.of("create")));

    private static final Row LEASES = new Row("coordination.k8s.io", "leases", true, List.of("get", "create", "patch"));

    private RequiredPermissions() {}

    static List<Permission> of(ProviderOptions options, String leaseNamespace) {
        List<Permission> permissions = new ArrayList<>();
        for (Row row : ROWS) {
            add(permissions, row, row.namespaced() ? options.kubernetes().namespace() : null);
        }
        if (options.roles().needsLease()) {
            add(permissions, LEASES, leaseNamespace);
        }
        if (options.temporal().instance() == null) {
            permissions.add(new Permission("", "namespaces", "get", null, "kube-system"));
        }
        return permissions;
    }

    private static void add(List<Permission> permissions, Row row, @Nullable String namespace) {
        for (String verb : row.verbs()) {
            permissions.add(new Permission(row.group(), row.resource(), verb, namespace, null));
        }
    }
}
