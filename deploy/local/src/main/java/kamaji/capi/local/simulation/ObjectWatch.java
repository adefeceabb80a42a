// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the objects of one kind in all namespaces and keeps the newest of each. Retries for ever. */
public final class ObjectWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, KubeObject> objects = new ConcurrentHashMap<>();
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final Consumer<KubeObject> changed;
    private final Consumer<KubeObject> gone;
    private final CompletionStage<Void> listed;

    /** Both consumers are called from the watch's own thread, one after the other; they must not block. */
    public ObjectWatch(
            KubernetesClient client,
            Kind kind,
            Map<String, String> labels,
            Consumer<KubeObject> changed,
            Consumer<KubeObject> gone) {
        this.changed = changed;
        this.gone = gone;
        var resources = client.genericKubernetesResources(kind.context());
        var scoped = kind.namespaced() ? resources.inAnyNamespace() : resources;
        this.informer = scoped.withLabels(labels).runnableInformer(0);
        informer.exceptionHandler((started, failure) -> {
            LOG.debug("watch interrupted kind={} cause={}", kind.kind(), failure.toString());
            return true;
        });
        informer.addEventHandler(new Events());
        this.listed = informer.start();
    }

    /** Waits until all objects that exist have been seen; gives up after half a minute. */
    public ObjectWatch synced() {
        try {
            listed.toCompletableFuture().get(30, TimeUnit.SECONDS);
            return this;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot list " + informer.getApiTypeClass() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while listing", e);
        }
    }

    /** Takes over what a write has answered, which the watch tells a moment later. */
    public void written(KubeObject object) {
        objects.computeIfPresent(
                object.key(), (key, known) -> known.uid().equals(object.uid()) ? newer(known, object) : known);
    }

    private static KubeObject newer(KubeObject known, KubeObject seen) {
        return known.uid().equals(seen.uid()) && known.newerThan(seen) ? known : seen;
    }

    public Optional<KubeObject> find(String namespace, String name) {
        return Optional.ofNullable(objects.get(namespace + "/" + name));
    }

    public Collection<KubeObject> all() {
        return objects.values();
    }

    @Override
    public void close() {
        informer.stop();
    }

    private KubeObject tree(GenericKubernetesResource resource) {
        // Nobody here reads managed fields, which are half of many an object. The rest is a tree of maps already.
        resource.getMetadata().setManagedFields(List.of());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", resource.getApiVersion());
        tree.put("kind", resource.getKind());
        tree.put("metadata", mapper.convertValue(resource.getMetadata(), TREE));
        tree.putAll(resource.getAdditionalProperties());
        return new KubeObject(tree);
    }

    private final class Events implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource resource) {
            KubeObject object = tree(resource);
            objects.merge(object.key(), object, ObjectWatch::newer);
            changed.accept(object);
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
            onAdd(now);
        }

        @Override
        public void onDelete(GenericKubernetesResource resource, boolean stateUnknown) {
            KubeObject object = tree(resource);
            objects.remove(object.key());
            gone.accept(object);
        }
    }
}
