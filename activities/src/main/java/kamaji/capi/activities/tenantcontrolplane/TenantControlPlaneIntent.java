// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Facts;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a TenantControlPlane that we own, with the values they shall have. Pure data: reads no server, and
 * equal inputs give equal intents. Applied server-side as {@link #FIELD_MANAGER}, so that a field which is no longer
 * intended goes away and fields of others stay.
 */
public final class TenantControlPlaneIntent {
    /** Field manager of what we apply. */
    public static final String FIELD_MANAGER = "kamaji-provider";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VERSION = List.of("spec", "kubernetes", "version");

    private final String namespace;
    private final String name;
    private final Map<String, Object> content;
    private final String inputs;
    private final String digest;
    private final Set<String> notServed;
    private final List<String> kept;

    private TenantControlPlaneIntent(
            String namespace,
            String name,
            Map<String, Object> content,
            String inputs,
            String digest,
            Set<String> notServed,
            List<String> kept) {
        this.inputs = inputs;
        this.kept = kept;
        this.namespace = namespace;
        this.name = name;
        this.content = content;
        this.digest = digest;
        this.notServed = notServed;
    }

    /**
     * The intent for a control plane that was read from a server, and the Cluster that owns it.
     *
     * @throws InvalidSpecException when a field has a value that Kamaji cannot carry out
     */
    public static TenantControlPlaneIntent of(KamajiControlPlane controlPlane, ClusterView cluster) {
        return of(controlPlane, cluster, null);
    }

    /**
     * As {@link #of(KamajiControlPlane, ClusterView)}, to be applied to a TenantControlPlane that exists.
     *
     * @param live the TenantControlPlane, null when there is none
     * @throws InvalidSpecException also when a value asks for a change that Kamaji refuses
     */
    public static TenantControlPlaneIntent of(
            KamajiControlPlane controlPlane, ClusterView cluster, @Nullable GenericKubernetesResource live) {
        return of(controlPlane, cluster, live, null);
    }

    /**
     * As {@link #of(KamajiControlPlane, ClusterView, GenericKubernetesResource)}.
     *
     * @param elsewhere where it is on another cluster, null on this one, where it has the name of the control plane
     */
    public static TenantControlPlaneIntent of(
            KamajiControlPlane controlPlane,
            ClusterView cluster,
            @Nullable GenericKubernetesResource live,
            @Nullable Placement elsewhere) {
        ObjectMeta metadata = controlPlane.getMetadata();
        String name = elsewhere == null ? metadata.getName() : elsewhere.name();
        SpecRules.check(name, controlPlane.getSpec(), cluster, live);
        Map<String, String> annotations = CopiedMetadata.of(metadata.getAnnotations());
        JsonTree content = new JsonTree().put("metadata.labels", CopiedMetadata.of(metadata.getLabels()));
        if (elsewhere == null) {
            content.put("metadata.ownerReferences", List.of(ownerReference(controlPlane)));
        } else {
            annotations.put(Annotations.OWNER, elsewhere.owner());
        }
        content.put("metadata.annotations", annotations).put("spec", SpecMapping.of(controlPlane.getSpec(), cluster));
        return complete(
                elsewhere == null ? metadata.getNamespace() : elsewhere.namespace(),
                name,
                content.toMap(),
                MappingInputs.hash(controlPlane, cluster),
                List.of());
    }

    /** The same intent at another Kubernetes version. */
    @SuppressWarnings("unchecked") // an intent has spec and kubernetes, both objects
    public TenantControlPlaneIntent atVersion(String version) {
        if (version.equals(JsonTree.at(content, VERSION))) {
            return this;
        }
        Map<String, Object> changed = JsonTree.copy(content);
        ((Map<String, Object>) Objects.requireNonNull(JsonTree.at(changed, List.of("spec", "kubernetes"))))
                .put("version", version);
        return complete(namespace, name, changed, inputs, kept);
    }

    /**
     * The same intent with those values that Kamaji never lets go of, where we own one on the live object and it is no
     * longer intended: without them each apply would be refused.
     */
    public TenantControlPlaneIntent keepingWhatCannotBeUnset(GenericKubernetesResource live) {
        Map<String, Object> completed = JsonTree.copy(content);
        List<String> cleared = PermanentFields.copyOwned(live, completed);
        return cleared.isEmpty() ? this : complete(namespace, name, completed, inputs, cleared);
    }

    /**
     * The same intent without the fields that the served schema does not know, by the message of a refused apply; empty
     * when the message names none. Keeps the digest, and the applied object remembers which fields are not served, so
     * that the complete intent counts as applied to it.
     */
    public Optional<TenantControlPlaneIntent> withoutUndeclared(String refusal) {
        Map<String, Object> rest = JsonTree.copy(content);
        Set<String> dropped = new TreeSet<>(UndeclaredFields.remove(refusal, rest));
        if (dropped.isEmpty()) {
            return Optional.empty();
        }
        dropped.addAll(notServed);
        return Optional.of(new TenantControlPlaneIntent(namespace, name, rest, inputs, digest, dropped, kept));
    }

    /** The object to apply, new with each call. */
    public GenericKubernetesResource toResource() {
        GenericKubernetesResource resource = JSON.convertValue(content, GenericKubernetesResource.class);
        resource.setApiVersion(TenantControlPlaneView.API_VERSION);
        resource.setKind(TenantControlPlaneView.KIND);
        resource.getMetadata().setNamespace(namespace);
        resource.getMetadata().setName(name);
        resource.getMetadata().getAnnotations().put(Annotations.APPLIED, digest);
        resource.getMetadata().getAnnotations().put(Annotations.MAPPING, Facts.MAPPING_REVISION + "-" + inputs);
        if (!notServed.isEmpty()) {
            resource.getMetadata().getAnnotations().put(Annotations.NOT_SERVED, String.join(",", notServed));
        }
        return resource;
    }

    /**
     * A JSON merge patch that removes what an apply cannot: a default of the schema that nobody owns and that
     * contradicts the intent. Empty when the live object has none. To be sent after the apply; carries the UID.
     */
    public Optional<String> removalPatch(GenericKubernetesResource live) {
        return Leftovers.in(content, live) ? Optional.of(Leftovers.removalPatch(live)) : Optional.empty();
    }

    /** Short hash of everything intended. */
    public String digest() {
        return digest;
    }

    /**
     * Whether this very intent was the last one applied, for what is asked for now, and every leaf of it that is served
     * still stands.
     */
    public boolean isAppliedTo(GenericKubernetesResource live) {
        String mapping = annotation(live, Annotations.MAPPING);
        return digest.equals(annotation(live, Annotations.APPLIED))
                && mapping != null
                && mapping.endsWith("-" + inputs)
                && different(live).isEmpty();
    }

    /** Whether another release has applied what is asked for now, in its own way. */
    public static boolean isOfAnotherRevision(GenericKubernetesResource live, String inputs) {
        String mapping = annotation(live, Annotations.MAPPING);
        return mapping != null && mapping.endsWith("-" + inputs) && !mapping.startsWith(Facts.MAPPING_REVISION + "-");
    }

    /** Paths that applying this would set, change or remove. */
    public List<String> corrections(GenericKubernetesResource live) {
        LiveComparison comparison = LiveComparison.of(content, comparable(live));
        Set<String> paths = new TreeSet<>(comparison.missing());
        paths.addAll(comparison.different());
        paths.removeIf(path -> ClusterCidrs.isSaidOtherwise(path, content, live));
        if (Leftovers.in(content, live)) {
            paths.add(Leftovers.PATH);
        }
        paths.addAll(GoProviderFields.leftOver(content, live));
        return List.copyOf(paths);
    }

    /** What was applied otherwise than the spec asks for, by no fault of anybody. */
    public Deviations deviations(GenericKubernetesResource live) {
        return new Deviations(List.of(), lost(live), kept);
    }

    /** Whether some field was left out by any apply, which may have been said otherwise. */
    public static boolean lacksFields(GenericKubernetesResource live) {
        return annotation(live, Annotations.NOT_SERVED) != null;
    }

    /**
     * Paths that were left out when this was applied, but could be applied now.
     *
     * @param schema what is served now, null when that is not known
     */
    public List<String> servedMeanwhile(GenericKubernetesResource live, @Nullable ServedSchema schema) {
        return schema == null
                ? List.of()
                : lost(live).stream().filter(schema::serves).toList();
    }

    private List<String> lost(GenericKubernetesResource live) {
        return notServed(live).stream()
                .filter(path -> !ClusterCidrs.isSaidOtherwise(path, content, live))
                .toList();
    }

    /** What is intended but does not stand in the live object, as messages without values, which may be secret. */
    public List<String> differences(GenericKubernetesResource live) {
        List<String> messages = new ArrayList<>(different(live));
        notServed(live).forEach(path -> messages.add(path + ": not in the served TenantControlPlane schema"));
        return messages;
    }

    private List<String> different(GenericKubernetesResource live) {
        LiveComparison comparison = LiveComparison.of(content, comparable(live));
        Set<String> notServed = notServed(live);
        List<String> messages = new ArrayList<>();
        comparison.missing().stream()
                .filter(path -> !notServed.contains(path))
                .forEach(path -> messages.add(path + ": missing"));
        comparison.different().forEach(path -> messages.add(path + ": differs"));
        if (Leftovers.in(content, live)) {
            messages.add(Leftovers.PATH + ": has to go");
        }
        return messages;
    }

    /** What an intent may have something to say about; to convert all of a live object costs many times as much. */
    private static Map<String, Object> comparable(GenericKubernetesResource live) {
        ObjectMeta from = live.getMetadata();
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("labels", Objects.requireNonNullElse(from.getLabels(), Map.of()));
        metadata.put("annotations", Objects.requireNonNullElse(from.getAnnotations(), Map.of()));
        metadata.put("ownerReferences", JSON.convertValue(from.getOwnerReferences(), Object.class));
        Map<String, Object> parts = new TreeMap<>(Map.of("metadata", metadata));
        parts.put(
                "spec",
                Objects.requireNonNullElse(live.getAdditionalProperties().get("spec"), Map.of()));
        return parts;
    }

    private static Set<String> notServed(GenericKubernetesResource live) {
        String paths = annotation(live, Annotations.NOT_SERVED);
        return paths == null ? Set.of() : new TreeSet<>(List.of(paths.split(",", -1)));
    }

    private static @Nullable String annotation(GenericKubernetesResource live, String key) {
        Map<String, String> annotations = live.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(key);
    }

    private static TenantControlPlaneIntent complete(
            String namespace, String name, Map<String, Object> content, String inputs, List<String> kept) {
        return new TenantControlPlaneIntent(
                namespace, name, content, inputs, CanonicalJson.hash(content), Set.of(), kept);
    }

    private static OwnerReference ownerReference(KamajiControlPlane controlPlane) {
        return new OwnerReferenceBuilder()
                .withApiVersion(KamajiControlPlane.API_VERSION)
                .withKind(KamajiControlPlane.KIND)
                .withName(controlPlane.getMetadata().getName())
                .withUid(Objects.requireNonNull(controlPlane.getMetadata().getUid(), "UID of the control plane"))
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
