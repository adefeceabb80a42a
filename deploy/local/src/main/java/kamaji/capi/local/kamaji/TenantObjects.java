// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;

/** Writes a tenant's status and finalizers, and the objects that belong to it. */
final class TenantObjects {
    private final ApiCalls calls;
    private final boolean oneWriteAPass;

    /** @param oneWriteAPass whether all that a pass says of the status is written at its end, to spare the API server */
    TenantObjects(ApiCalls calls, boolean oneWriteAPass) {
        this.calls = calls;
        this.oneWriteAPass = oneWriteAPass;
    }

    ApiCalls calls() {
        return calls;
    }

    /** The time as Kamaji writes it: whole seconds. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    void status(Tenant tenant, Map<String, Object> status) {
        if (oneWriteAPass) {
            tenant.anticipate(status);
        } else {
            tenant.observe(calls.mergeStatus(Kamaji.TENANT, tenant.object(), status));
        }
    }

    /** Writes what has been gathered. */
    void flush(Tenant tenant) {
        Map<String, Object> gathered = tenant.takeAnticipated();
        if (!gathered.isEmpty()) {
            tenant.observe(calls.mergeStatus(Kamaji.TENANT, tenant.object(), gathered));
        }
    }

    void status(Tenant tenant, Object value, String... path) {
        status(tenant, Trees.nest(value, path));
    }

    /**
     * Changes finalizers the way Kamaji does: a plain update of the whole object, which makes empty objects appear in the
     * spec and so bumps the generation.
     */
    void finalizers(Tenant tenant, UnaryOperator<List<String>> change) {
        flush(tenant);
        Map<String, Object> whole =
                new LinkedHashMap<>(tenant.object().withFinalizers(change).tree());
        whole.put("spec", Trees.merge(EMPTY_PARTS, Trees.map(whole, "spec")));
        tenant.observe(calls.update(Kamaji.TENANT, new KubeObject(whole), Kamaji.FIELD_MANAGER));
    }

    private static final Map<String, Object> EMPTY_PARTS = Map.of(
            "writePermissions", Map.of(),
            "addons", Map.of(),
            "networkProfile", Map.of(),
            "controlPlane",
                    Map.of(
                            "deployment", Map.of("additionalMetadata", Map.of(), "podAdditionalMetadata", Map.of()),
                            "service", Map.of("additionalMetadata", Map.of())));

    /** Creates an object owned by the tenant; one that exists already is taken over with these contents. */
    KubeObject own(Tenant tenant, Kind kind, String name, String component, Map<String, Object> content) {
        Map<String, Object> object = owned(tenant, name, component, content);
        try {
            return calls.create(kind, tenant.namespace(), object);
        } catch (ApiRefusal refusal) {
            if (!refusal.conflict()) {
                throw refusal;
            }
            return calls.merge(kind, tenant.namespace(), name, object);
        }
    }

    /** The content with the name, labels and owner of one of the tenant's objects. */
    static Map<String, Object> owned(Tenant tenant, String name, String component, Map<String, Object> content) {
        return Trees.merge(content, Trees.nest(metadata(tenant, name, component), "metadata"));
    }

    private static Map<String, Object> metadata(Tenant tenant, String name, String component) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("apiVersion", Kamaji.TENANT.apiVersion());
        owner.put("kind", Kamaji.TENANT.kind());
        owner.put("name", tenant.name());
        owner.put("uid", tenant.object().uid());
        owner.put("controller", true);
        owner.put("blockOwnerDeletion", true);
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("name", name);
        metadata.put("labels", labels(tenant, component));
        metadata.put("ownerReferences", List.of(owner));
        return metadata;
    }

    static Map<String, Object> labels(Tenant tenant, String component) {
        return new TreeMap<>(Map.of(
                Kamaji.PROJECT_LABEL, "kamaji", Kamaji.NAME_LABEL, tenant.name(), Kamaji.COMPONENT_LABEL, component));
    }
}
