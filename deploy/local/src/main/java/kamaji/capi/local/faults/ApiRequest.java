// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One request to the API server, named as in its audit log. Texts are empty where the request has none.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection
 * @param dryRun whether nothing is stored
 */
public record ApiRequest(
        String verb, String group, String resource, String subresource, String namespace, String name, boolean dryRun) {

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final Set<String> NO_STATE =
            Set.of("leases", "events", "selfsubjectaccessreviews", "selfsubjectrulesreviews");

    /** Reads the method and the path with its query. */
    static ApiRequest of(String method, String target) {
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark + 1);
        List<String> parts = Arrays.stream((mark < 0 ? target : target.substring(0, mark)).split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        boolean core = at(parts, 0).equals("api");
        if (!core && !at(parts, 0).equals("apis")) {
            return new ApiRequest(method.toLowerCase(Locale.ROOT), "", "", "", "", "", false);
        }
        String group = core ? "" : at(parts, 1);
        int next = core ? 2 : 3;
        boolean namespaced = at(parts, next).equals("namespaces") && parts.size() > next + 2;
        String namespace = namespaced ? at(parts, next + 1) : "";
        int resource = namespaced ? next + 2 : next;
        String name = at(parts, resource + 1);
        return new ApiRequest(
                verb(method, name, query),
                group,
                at(parts, resource),
                at(parts, resource + 2),
                namespace,
                name,
                query.contains("dryRun="));
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static String verb(String method, String name, String query) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> query.matches("(.*&)?watch=(true|1)(&.*)?") ? "watch" : name.isEmpty() ? "list" : "get";
        };
    }

    /** Whether it may change an object that is state: not the Lease, not Events, not a question. */
    public boolean isWrite() {
        return WRITES.contains(verb) && !dryRun && !NO_STATE.contains(resource);
    }

    public boolean isWatch() {
        return verb.equals("watch");
    }

    /** Verb, resource and subresource, such as {@code patch tenantcontrolplanes/status}. */
    public String kind() {
        return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
