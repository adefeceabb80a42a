// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamaji.capi.activities.api.TenantControlPlaneView;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a TenantControlPlane the installed Kamaji knows, by its CustomResourceDefinition. Equal schemas know the
 * same fields once {@link #trim} has gone over both.
 *
 * @param root the schema of an object
 */
public record ServedSchema(Map<?, ?> root) {
    /** The CustomResourceDefinition that tells. */
    public static final String NAME =
            TenantControlPlaneView.CONTEXT.getPlural() + "." + TenantControlPlaneView.CONTEXT.getGroup();
    /** How it is read. */
    public static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup("apiextensions.k8s.io")
            .withVersion("v1")
            .withKind("CustomResourceDefinition")
            .withPlural("customresourcedefinitions")
            .withNamespaced(false)
            .build();

    private static final String ANYTHING = "x-kubernetes-preserve-unknown-fields";
    private static final String VALUES = "additionalProperties";
    private static final String ITEMS = "items";
    private static final String PROPERTIES = "properties";
    private static final Pattern STEP =
            Pattern.compile("\\[\"(?<key>[^\"]*)\"]|(?<index>\\[\\d+])|\\.?(?<name>[^.\\[]+)");

    /** The schema in a definition, which may be trimmed. */
    public static ServedSchema of(GenericKubernetesResource definition) {
        return versions(definition).stream()
                .filter(version -> version instanceof Map<?, ?> fields
                        && TenantControlPlaneView.VERSION.equals(fields.get("name")))
                .map(version -> JsonTree.at(version, List.of("schema", "openAPIV3Schema")))
                .filter(schema -> schema instanceof Map<?, ?>)
                .map(schema -> new ServedSchema((Map<?, ?>) schema))
                .findFirst()
                .orElse(new ServedSchema(Map.of()));
    }

    /** Takes off a definition all but which fields there are, a tenth of it. */
    public static void trim(GenericKubernetesResource definition) {
        Map<String, Object> structure = structure(of(definition).root());
        definition.setAdditionalProperties(new TreeMap<>(Map.of(
                "spec",
                Map.of(
                        "versions",
                        List.of(Map.of(
                                "name",
                                TenantControlPlaneView.VERSION,
                                "schema",
                                Map.of("openAPIV3Schema", structure)))))));
    }

    /** Whether an object may have this field, written as {@code spec.list[0].field["with.dots"]}. */
    public boolean serves(String path) {
        Map<?, ?> schema = root;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Object next = step.group("index") != null ? schema.get(ITEMS) : field(schema, name(step));
            if (Boolean.TRUE.equals(next)) {
                return true;
            }
            if (!(next instanceof Map<?, ?> found)) {
                return false;
            }
            schema = found;
        }
        return true;
    }

    private static String name(Matcher step) {
        return Objects.requireNonNullElse(step.group("key"), String.valueOf(step.group("name")));
    }

    /** The schema of a field, true where anything goes, null when there is no such field. */
    private static @Nullable Object field(Map<?, ?> schema, String name) {
        Object declared = schema.get(PROPERTIES) instanceof Map<?, ?> properties ? properties.get(name) : null;
        if (declared != null) {
            return declared;
        }
        Object values = schema.get(VALUES);
        return values instanceof Map<?, ?> || Boolean.TRUE.equals(values) ? values : schema.get(ANYTHING);
    }

    private static List<?> versions(GenericKubernetesResource definition) {
        return JsonTree.at(definition.getAdditionalProperties(), List.of("spec", "versions")) instanceof List<?> list
                ? list
                : List.of();
    }

    private static Map<String, Object> structure(Map<?, ?> schema) {
        Map<String, Object> structure = new TreeMap<>();
        schema.forEach((keyword, value) -> {
            switch (String.valueOf(keyword)) {
                case PROPERTIES -> {
                    Map<String, Object> properties = new TreeMap<>();
                    ((Map<?, ?>) value)
                            .forEach((name, property) -> properties.put(String.valueOf(name), part(property)));
                    structure.put(PROPERTIES, properties);
                }
                case ITEMS, VALUES, ANYTHING -> structure.put(String.valueOf(keyword), part(value));
                default -> {} // says which values, not which fields
            }
        });
        return structure;
    }

    private static Object part(Object value) {
        return value instanceof Map<?, ?> schema ? structure(schema) : value;
    }
}
