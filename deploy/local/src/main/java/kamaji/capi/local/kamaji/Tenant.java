// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator remembers of one TenantControlPlane: the newest object and timers. All of it can be lost; what
 * matters is read from the cluster again. Apart from the object and the Secrets, only the tenant's own pass touches it.
 */
final class Tenant {
    final Instant seen = Instant.now();
    final Map<String, KubeObject> secrets = new ConcurrentHashMap<>();
    private volatile KubeObject object;
    private Map<String, Object> anticipated = Map.of();
    private Instant wake = Instant.MAX;

    @Nullable
    Rollout rollout;

    String template = "";

    @Nullable
    Instant endpointAt;

    volatile @Nullable Instant readyAt;

    @Nullable
    Instant deletedAt;

    @Nullable
    Instant migratingSince;

    /** How often the certificate authority was made anew, and which credentials know of how many times. */
    int authorities;

    final Map<Object, Integer> issuedUnder = new HashMap<>();
    Map<String, Object> service = Map.of();
    boolean allowed;
    Instant churned = Instant.now();

    Tenant(KubeObject object) {
        this.object = object;
    }

    KubeObject object() {
        return object;
    }

    /** Takes the object over unless a newer one is known. */
    synchronized void observe(KubeObject candidate) {
        if (candidate.newerThan(object)) {
            object = candidate;
        }
    }

    /** Takes a status for written that is going to be. */
    synchronized void anticipate(Map<String, Object> status) {
        anticipated = Trees.merge(anticipated, status);
        object = new KubeObject(Trees.merge(object.tree(), Map.of("status", status)));
    }

    synchronized Map<String, Object> takeAnticipated() {
        Map<String, Object> taken = anticipated;
        anticipated = Map.of();
        return taken;
    }

    boolean is(KubeObject other) {
        return object.uid().equals(other.uid());
    }

    String namespace() {
        return object.namespace();
    }

    String name() {
        return object.name();
    }

    String status(String... path) {
        return Trees.text(object.at("status"), path);
    }

    String spec(String... path) {
        return Trees.text(object.at("spec"), path);
    }

    String phase() {
        return status("kubernetesResources", "version", "status");
    }

    String installedVersion() {
        return status("kubernetesResources", "version", "version");
    }

    String wantedVersion() {
        return spec("kubernetes", "version");
    }

    int replicas() {
        return (int) object.number(2, "spec", "controlPlane", "deployment", "replicas");
    }

    /** The pass after this one comes at that time at the latest. */
    void wakeAt(Instant at) {
        wake = at.isBefore(wake) ? at : wake;
    }

    /** The earliest of the times that were asked for since the last call. */
    Optional<Instant> takeWake() {
        Instant earliest = wake;
        wake = Instant.MAX;
        return earliest.equals(Instant.MAX) ? Optional.empty() : Optional.of(earliest);
    }
}
