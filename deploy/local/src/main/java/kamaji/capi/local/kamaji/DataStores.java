// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.KeyedQueue;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.ObjectWatch;
import kamaji.capi.local.simulation.Trees;

/** The DataStores: says which are ready and who uses them, and holds back the deletion of a used one. */
final class DataStores implements AutoCloseable {
    // The list of users changes with each tenant of a burst; nobody needs every state of it.
    private static final Duration LINGER = Duration.ofMillis(500);

    private final ApiCalls calls;
    private final KamajiFaults faults;
    private final Function<String, List<String>> users;
    private final KeyedQueue queue;
    private final ObjectWatch watch;

    /** Users are the tenants of a store as namespace/name, in order; the listener hears of every change of a store. */
    DataStores(
            KubernetesClient client,
            ApiCalls calls,
            KamajiFaults faults,
            Function<String, List<String>> users,
            Runnable listener) {
        this.calls = calls;
        this.faults = faults;
        this.users = users;
        this.queue = new KeyedQueue("kamaji-stores", 1, Duration.ZERO, this::report);
        this.watch = new ObjectWatch(
                client,
                Kamaji.DATA_STORE,
                Map.of(),
                store -> {
                    queue.add(store.name());
                    listener.run();
                },
                store -> listener.run());
        watch.synced();
    }

    void usersChanged(String store) {
        queue.addAfter(store, LINGER);
    }

    void faultsChanged() {
        watch.all().forEach(store -> queue.add(store.name()));
    }

    boolean exists(String store) {
        return watch.find("", store).isPresent();
    }

    boolean ready(String store) {
        return watch.find("", store)
                        .filter(found -> found.flag("status", "ready"))
                        .isPresent()
                && !faults.notReady(store);
    }

    String driver(String store) {
        return watch.find("", store).map(found -> found.text("spec", "driver")).orElse("");
    }

    List<String> endpoints(String store) {
        return watch.find("", store).stream()
                .flatMap(found -> found.list("spec", "endpoints").stream())
                .map(Object::toString)
                .toList();
    }

    private Optional<Duration> report(String name) {
        watch.find("", name).ifPresent(this::report);
        return Optional.empty();
    }

    private void report(KubeObject store) {
        List<String> usedBy = users.apply(store.name());
        guard(store, usedBy.isEmpty());
        boolean ready = !faults.notReady(store.name());
        boolean told = store.number(-1, "status", "observedGeneration") == store.generation()
                && ready == store.flag("status", "ready")
                && usedBy.equals(store.list("status", "usedBy"));
        if (told || store.deleting()) {
            return;
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("ready", ready);
        status.put("usedBy", usedBy);
        status.put("observedGeneration", store.generation());
        status.put(
                "conditions",
                List.of(
                        ready
                                ? condition(store, "DataStoreValidation", true, "DataStoreIsValid", "")
                                : condition(
                                        store,
                                        "DataStoreValidation",
                                        false,
                                        "TLSConfigurationValidationFailed",
                                        "a Secret that spec.tlsConfig names is missing"),
                        usedBy.isEmpty()
                                ? condition(store, "DataStoreAllowedDeletion", true, "DataStoreUnused", "")
                                : condition(store, "DataStoreAllowedDeletion", false, "DataStoreStillUsed", "")));
        calls.mergeStatus(Kamaji.DATA_STORE, store, status);
    }

    private void guard(KubeObject store, boolean unused) {
        boolean guarded = store.finalizers().contains(Kamaji.STORE_FINALIZER);
        if (!store.deleting() && !guarded) {
            calls.update(
                    Kamaji.DATA_STORE,
                    store.withFinalizers(finalizers -> {
                        finalizers.add(Kamaji.STORE_FINALIZER);
                        return finalizers;
                    }),
                    Kamaji.FIELD_MANAGER);
        }
        if (store.deleting() && guarded && unused) {
            calls.update(
                    Kamaji.DATA_STORE,
                    store.withFinalizers(finalizers -> {
                        finalizers.remove(Kamaji.STORE_FINALIZER);
                        return finalizers;
                    }),
                    Kamaji.FIELD_MANAGER);
        }
    }

    private static Map<String, Object> condition(
            KubeObject store, String type, boolean holds, String reason, String message) {
        String full = "kamaji.clastix.io/" + type;
        String wanted = holds ? "True" : "False";
        String since = store.list("status", "conditions").stream()
                .filter(old -> Trees.text(old, "type").equals(full)
                        && Trees.text(old, "status").equals(wanted))
                .map(old -> Trees.text(old, "lastTransitionTime"))
                .findFirst()
                .orElseGet(TenantObjects::now);
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", full);
        condition.put("status", wanted);
        condition.put("reason", reason);
        condition.put("message", message);
        condition.put("lastTransitionTime", since);
        condition.put("observedGeneration", store.generation());
        return condition;
    }

    @Override
    public void close() {
        watch.close();
        queue.close();
    }
}
