// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;

/** Objects for tests, out of YAML. */
final class Samples {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Samples() {}

    static Map<String, Object> object(String yaml) {
        try {
            return YAML.readValue(yaml, OBJECT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> documents(String resource) {
        try (InputStream stream = Objects.requireNonNull(Samples.class.getResourceAsStream(resource), resource);
                MappingIterator<Map<String, Object>> documents =
                        YAML.readerFor(OBJECT).readValues(stream)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A control plane named a/b with this spec, at v1.33.1 unless the spec says otherwise. */
    static KamajiControlPlane controlPlane(Map<String, Object> spec) {
        Map<String, Object> complete = new TreeMap<>(spec);
        complete.putIfAbsent("version", "v1.33.1");
        KamajiControlPlane controlPlane = new KamajiControlPlane();
        controlPlane.setMetadata(new ObjectMetaBuilder()
                .withNamespace("a")
                .withName("b")
                .withUid("1-2-3")
                .build());
        controlPlane.setSpec(YAML.convertValue(complete, KamajiControlPlaneSpec.class));
        return controlPlane;
    }

    static KamajiControlPlane controlPlane(String spec) {
        return controlPlane(object(spec));
    }

    static ClusterView cluster(Map<String, Object> clusterNetwork) {
        GenericKubernetesResource cluster = new GenericKubernetesResource();
        cluster.setAdditionalProperty("spec", Map.of("clusterNetwork", clusterNetwork));
        return new ClusterView(cluster);
    }

    static ClusterView cluster() {
        return cluster(Map.of());
    }

    static TenantControlPlaneIntent intent(String spec) {
        return TenantControlPlaneIntent.of(controlPlane(spec), cluster());
    }

    @SuppressWarnings("unchecked") // a test that puts something else there fails, as it should
    static Map<String, Object> object(Map<String, Object> parent, String field) {
        return (Map<String, Object>) parent.getOrDefault(field, Map.of());
    }

    /** Both objects in one; where both have a leaf, the second one's. */
    static Map<String, Object> merged(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> merged = new TreeMap<>(first);
        second.forEach((field, value) -> merged.put(
                field,
                value instanceof Map<?, ?> && merged.get(field) instanceof Map<?, ?>
                        ? merged(object(first, field), object(second, field))
                        : value));
        return merged;
    }
}
