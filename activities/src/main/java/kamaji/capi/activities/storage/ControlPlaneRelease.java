// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Consumer;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.workflows.decision.Failure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Takes off KamajiControlPlanes what keeps them while the provider is away: its finalizers and its block of moves.
 * Leaves everything else. A running provider would put both back.
 */
public final class ControlPlaneRelease {
    private static final long PAGE = 100;

    private final KubernetesClient client;
    private final KubernetesApi api;
    private final Attempts attempts;
    private final Consumer<String> tell;

    /**
     * Sends nothing yet.
     *
     * @param client not closed here
     * @param tell takes a line for people at a time, one for each object
     */
    public ControlPlaneRelease(KubernetesClient client, Consumer<String> tell) {
        this.client = client;
        this.api = new KubernetesApi(client);
        this.attempts = new Attempts(api, StoredKind.CONTROL_PLANES);
        this.tell = tell;
    }

    /**
     * Releases all KamajiControlPlanes.
     *
     * @param namespace the only one to look at, null for all
     * @param dryRun only tell what would be done
     * @return false when the API server refused some of them; they were told
     * @throws StepFailure when it cannot go on
     */
    public boolean run(@Nullable String namespace, boolean dryRun) {
        Tally tally = new Tally();
        Pages.of(client, StoredKind.CONTROL_PLANES, namespace, PAGE).forEach(listed -> release(listed, dryRun, tally));
        tell.accept((dryRun ? "would release " : "released ") + tally.released + " of " + tally.seen
                + " KamajiControlPlanes" + (tally.refused == 0 ? "" : ", " + tally.refused + " refused"));
        return tally.refused == 0;
    }

    private static final class Tally {
        private int seen;
        private int released;
        private int refused;
    }

    private void release(GenericKubernetesResource listed, boolean dryRun, Tally tally) {
        tally.seen++;
        try {
            Ties ties = attempts.on(listed, live -> cut(live, dryRun));
            if (ties != null && !ties.isEmpty()) {
                tally.released++;
            }
            tell.accept(name(listed) + ": " + (ties == null ? "is gone" : ties.describe(dryRun)));
        } catch (StepFailure failure) {
            if (failure.kind() != Kind.WAIT_FOR_CHANGE && failure.kind() != Kind.STALE) {
                throw failure;
            }
            tally.refused++;
            tell.accept(name(listed) + ": not released: " + failure.message());
        }
    }

    private Ties cut(GenericKubernetesResource live, boolean dryRun) {
        Ties ties = Ties.of(live);
        if (!ties.isEmpty() && !dryRun) {
            api.json(StoredKind.CONTROL_PLANES.context(), Patch.ofOperations(live, ties.cuts()));
        }
        return ties;
    }

    private static String name(GenericKubernetesResource object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
