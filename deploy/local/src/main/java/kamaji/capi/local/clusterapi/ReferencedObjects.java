// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.clusterapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.ObjectWatch;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;

/** The control plane and infrastructure objects that Clusters refer to; a kind is watched from its first use on. */
final class ReferencedObjects implements AutoCloseable {
    private final KubernetesClient client;
    private final ApiCalls calls;
    private final BiConsumer<Kind, KubeObject> listener;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    private record Watched(Contract contract, ObjectWatch watch) {}

    /** What a reference leads to: the contract its kind follows, and the object unless it is missing. */
    record Found(Contract contract, @Nullable KubeObject object) {
        boolean provisioned() {
            return object != null && contract.provisioned(object);
        }

        /** A control plane that is being deleted no longer counts. */
        boolean initialised() {
            return object != null && !object.deleting() && contract.initialised(object);
        }
    }

    ReferencedObjects(KubernetesClient client, ApiCalls calls, BiConsumer<Kind, KubeObject> listener) {
        this.client = client;
        this.calls = calls;
        this.listener = listener;
    }

    /** Follows a reference from a namespace; empty when its kind is not installed or follows no contract. */
    Optional<Found> find(String namespace, Object reference) {
        String definition = Contract.definition(Trees.text(reference, "apiGroup"), Trees.text(reference, "kind"));
        Watched known = watched.get(definition);
        if (known == null) {
            known = watch(definition);
        }
        if (known == null) {
            return Optional.empty();
        }
        KubeObject object =
                known.watch().find(namespace, Trees.text(reference, "name")).orElse(null);
        return Optional.of(new Found(known.contract(), object));
    }

    private synchronized @Nullable Watched watch(String definition) {
        return watched.computeIfAbsent(definition, this::open);
    }

    private @Nullable Watched open(String definition) {
        return calls.get(Kind.DEFINITION, "", definition)
                .flatMap(Contract::of)
                .map(contract -> new Watched(contract, watch(contract.kind())))
                .orElse(null);
    }

    private ObjectWatch watch(Kind kind) {
        return new ObjectWatch(
                        client,
                        kind,
                        Map.of(),
                        object -> listener.accept(kind, object),
                        object -> listener.accept(kind, object))
                .synced();
    }

    @Override
    public void close() {
        watched.values().forEach(known -> known.watch().close());
    }
}
