// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static kamaji.capi.activities.observation.Documents.merged;
import static kamaji.capi.activities.observation.Documents.object;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.observation.BadInputPage.Row;
import org.jspecify.annotations.Nullable;

/** One document of bad-input.yaml. */
record BadInput(Map<String, Object> document) {
    private static final String OURS = "{name: %s, namespace: ns, uid: t, generation: 1, ownerReferences: [{apiVersion:"
            + " controlplane.cluster.x-k8s.io/v1alpha2, kind: KamajiControlPlane, name: cp, uid: cp-uid, controller:"
            + " true}]}";

    static BadInput of(Row row) {
        return Documents.all("bad-input.yaml").stream()
                .filter(document -> row.input().equals(document.get("input")))
                .map(BadInput::new)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no input for the row: " + row.input()));
    }

    /** The same with what mends it, which is a change: of the next generation. */
    BadInput cured() {
        return new BadInput(merged(merged(document, object(document, "cure")), Map.of("generation", 4)));
    }

    /** A complete spec. */
    String spec() {
        return Serialization.asJson(merged(Map.of("version", "v1.33.1"), object(document, "spec")));
    }

    /** The change of the spec alone. */
    String change() {
        return Serialization.asJson(Map.of("spec", object(document, "spec")));
    }

    /** The complete spec that is changed then, null for an input that is wrong from the start. */
    @Nullable
    String before() {
        return document.containsKey("before")
                ? Serialization.asJson(merged(Map.of("version", "v1.33.1"), object(document, "before")))
                : null;
    }

    /** What a webhook of Kamaji answers, null when it has nothing against it. */
    @Nullable
    String denied() {
        return (String) document.get("denied");
    }

    Scene scene() {
        Scene scene = new Scene();
        String name = (String) document.getOrDefault("name", "cp");
        Map<String, Object> controlPlane = new TreeMap<>(Documents.read(Objects.requireNonNull(scene.controlPlane)));
        Map<String, Object> metadata = new TreeMap<>(object(controlPlane, "metadata"));
        metadata.put("name", name);
        metadata.put("generation", document.getOrDefault("generation", 3));
        if (document.containsKey("owners")) {
            metadata.put("ownerReferences", document.get("owners"));
        }
        controlPlane.put("metadata", metadata);
        controlPlane.put("spec", merged(Map.of("version", "v1.33.1"), object(document, "spec")));
        scene.controlPlane = Serialization.asJson(controlPlane);
        scene.cluster = cluster(Objects.requireNonNull(scene.cluster));
        if (document.containsKey("live")) {
            scene.tenant = Serialization.asJson(Map.of(
                    "metadata",
                    Documents.read(OURS.formatted(name)),
                    "spec",
                    document.get("live"),
                    "status",
                    Map.of()));
        }
        if (document.containsKey("store")) {
            scene.dataStore = "metadata: {name: other}\nstatus: {ready: true}";
        }
        Optional.ofNullable(Scene.object(scene.cluster))
                .flatMap(References::infrastructure)
                .ifPresent(ref ->
                        scene.infrastructure = ObservedInfrastructure.unsupported(ref, InfrastructureKinds.builtIn()));
        return scene;
    }

    private @Nullable String cluster(String base) {
        if (document.containsKey("cluster") && document.get("cluster") == null) {
            return null;
        }
        return Serialization.asJson(merged(Documents.read(base), object(document, "cluster")));
    }
}
