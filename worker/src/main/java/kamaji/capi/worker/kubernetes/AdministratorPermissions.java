// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the administrator's commands must be allowed to do: the table behind their checks and the manifest. */
final class AdministratorPermissions {
    private static final String CONTROL_PLANE = "controlplane.cluster.x-k8s.io";
    private static final String CONTROL_PLANES = "kamajicontrolplanes";
    private static final String TEMPLATES = "kamajicontrolplanetemplates";
    private static final String DEFINITIONS = "customresourcedefinitions";

    private AdministratorPermissions() {}

    static List<Permission> ofMigration() {
        List<Permission> permissions = new ArrayList<>();
        for (String kind : List.of(CONTROL_PLANES, TEMPLATES)) {
            String name = kind + "." + CONTROL_PLANE;
            permissions.add(new Permission("apiextensions.k8s.io", DEFINITIONS, "get", null, name));
            permissions.add(new Permission("apiextensions.k8s.io", DEFINITIONS, "patch", null, name));
            permissions.add(new Permission("apiextensions.k8s.io", DEFINITIONS + "/status", "patch", null, name));
            permissions.addAll(objects(kind, null));
        }
        permissions.add(new Permission(CONTROL_PLANE, CONTROL_PLANES + "/status", "patch", null, null));
        return permissions;
    }

    static List<Permission> ofRelease(@Nullable String namespace, boolean leases) {
        List<Permission> permissions = new ArrayList<>(objects(CONTROL_PLANES, namespace));
        if (leases) {
            permissions.add(new Permission("coordination.k8s.io", "leases", "list", null, null));
        }
        return permissions;
    }

    private static List<Permission> objects(String kind, @Nullable String namespace) {
        return Stream.of("get", "list", "patch")
                .map(verb -> new Permission(CONTROL_PLANE, kind, verb, namespace, null))
                .toList();
    }
}
