// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An object of the API server as a tree. The tree is never changed after construction. */
public record KubeObject(Map<String, Object> tree) {
    /** The key of an object: namespace and name, with a slash between them. */
    public String key() {
        return namespace() + "/" + name();
    }

    public String namespace() {
        return text("metadata", "namespace");
    }

    public String name() {
        return text("metadata", "name");
    }

    public String uid() {
        return text("metadata", "uid");
    }

    public String resourceVersion() {
        return text("metadata", "resourceVersion");
    }

    public long generation() {
        return number(0, "metadata", "generation");
    }

    public boolean deleting() {
        return !text("metadata", "deletionTimestamp").isEmpty();
    }

    public List<String> finalizers() {
        return list("metadata", "finalizers").stream().map(Object::toString).toList();
    }

    public boolean annotated(String annotation) {
        return at("metadata", "annotations", annotation) != null;
    }

    /** True when this object was written after the other one. */
    public boolean newerThan(KubeObject other) {
        return Long.parseLong(resourceVersion()) > Long.parseLong(other.resourceVersion());
    }

    /** True when an owner reference of this kind with this uid is there; an empty uid stands for any. */
    public boolean ownedBy(String kind, String uid) {
        return list("metadata", "ownerReferences").stream()
                .anyMatch(owner -> Trees.text(owner, "kind").equals(kind)
                        && (uid.isEmpty() || Trees.text(owner, "uid").equals(uid)));
    }

    /** A copy with other finalizers. */
    public KubeObject withFinalizers(UnaryOperator<List<String>> change) {
        Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(tree, "metadata"));
        metadata.put("finalizers", change.apply(new ArrayList<>(finalizers())));
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        copy.put("metadata", metadata);
        return new KubeObject(copy);
    }

    public @Nullable Object at(String... path) {
        return Trees.at(tree, path);
    }

    public String text(String... path) {
        return Trees.text(tree, path);
    }

    public long number(long fallback, String... path) {
        return Trees.number(tree, fallback, path);
    }

    public boolean flag(String... path) {
        return Boolean.TRUE.equals(at(path));
    }

    public List<?> list(String... path) {
        return Trees.list(tree, path);
    }

    public Map<String, Object> map(String... path) {
        return Trees.map(tree, path);
    }
}
