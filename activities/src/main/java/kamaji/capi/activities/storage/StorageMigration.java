// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import kamaji.capi.activities.kubernetes.KubernetesApi;

/**
 * Moves all objects of our kinds into one stored version. The API server says in the status of a
 * CustomResourceDefinition in which versions objects may be stored, and keeps these versions from being removed; the
 * others are taken off that list here, and only when every object was written after the version became the stored one.
 * May be broken off and run again at any point, beside a running provider too.
 */
public final class StorageMigration {
    private static final long PAGE = 100;

    private final KubernetesClient client;
    private final KubernetesApi api;
    private final Definitions definitions;
    private final Runnable settle;
    private final Consumer<String> tell;
    private final long page;

    /**
     * Sends nothing yet.
     *
     * @param client not closed here
     * @param settle waits until every API server has noticed a change of a CustomResourceDefinition
     * @param tell takes a line for people at a time
     */
    public StorageMigration(KubernetesClient client, Runnable settle, Consumer<String> tell) {
        this(client, settle, tell, PAGE);
    }

    StorageMigration(KubernetesClient client, Runnable settle, Consumer<String> tell, long page) {
        this.page = page;
        this.client = client;
        this.api = new KubernetesApi(client);
        this.definitions = new Definitions(client);
        this.settle = settle;
        this.tell = tell;
    }

    /**
     * Moves everything into a version.
     *
     * @param version one that our CustomResourceDefinitions serve
     * @param dryRun only tell what would be done
     * @return false when objects were refused and so still are stored as they were; they were told
     * @throws kamaji.capi.activities.failure.StepFailure when it cannot go on
     */
    public boolean to(String version, boolean dryRun) {
        Map<StoredKind, StoredDefinition> found = new EnumMap<>(StoredKind.class);
        for (StoredKind kind : StoredKind.values()) {
            found.put(kind, definitions.require(kind, version));
        }
        if (!dryRun) {
            found.replaceAll((kind, definition) -> definitions.store(kind, version));
            if (found.values().stream().anyMatch(definition -> !definition.storesOnly(version))) {
                settle.run();
            }
        }
        boolean all = true;
        for (Map.Entry<StoredKind, StoredDefinition> one : found.entrySet()) {
            all &= migrate(one.getKey(), one.getValue(), version, dryRun);
        }
        return all;
    }

    private boolean migrate(StoredKind kind, StoredDefinition before, String version, boolean dryRun) {
        boolean moves = !before.storesOnly(version);
        Rewriting rewriting = new Rewriting(api, kind, moves, dryRun, tell);
        Pages.of(client, kind, null, page).forEach(object -> {
            LostFields.of(kind, object, version).ifPresent(tell);
            rewriting.accept(object);
        });
        if (rewriting.refused() > 0) {
            tell.accept(before.name() + ": " + rewriting.refused() + " of " + rewriting.seen()
                    + " objects cannot be written, so stored versions stay " + before.stored()
                    + ": correct or delete them, then run the command again");
            return false;
        }
        if (moves && !dryRun) {
            definitions.trim(kind, version, before.generation());
        }
        tell.accept(before.name() + ": " + summary(before, rewriting, version, dryRun));
        return true;
    }

    private static String summary(StoredDefinition before, Rewriting rewriting, String version, boolean dryRun) {
        if (before.storesOnly(version)) {
            return rewriting.seen() + " objects, all stored in " + version + " already";
        }
        return (dryRun ? "would rewrite " : "rewrote ") + rewriting.seen() + " objects, stored versions "
                + before.stored() + " -> [" + version + "]";
    }
}
