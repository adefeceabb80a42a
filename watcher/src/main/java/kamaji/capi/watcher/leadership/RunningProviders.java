// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds providers that run at this moment, of whatever instance and wherever, by the Leases that they renew. One that
 * runs without leader election has none and is not found.
 */
public final class RunningProviders {
    private final KubernetesClient client;
    private final Runnable patience;
    private final @Nullable String namespace;

    /**
     * Sends nothing yet.
     *
     * @param client not closed here
     * @param patience waits for longer than a leader takes to renew; called only for a Lease that seems to have run out
     */
    public RunningProviders(KubernetesClient client, Runnable patience) {
        this(client, patience, null);
    }

    RunningProviders(KubernetesClient client, Runnable patience, @Nullable String namespace) {
        this.namespace = namespace;
        this.client = client;
        this.patience = patience;
    }

    /** Each as {@code namespace/lease held by identity}; empty when none is seen. */
    public List<String> find(Instant now) {
        Map<String, Lease> held = held();
        List<String> current = held.entrySet().stream()
                .filter(entry -> isCurrent(entry.getValue(), now))
                .map(Map.Entry::getKey)
                .toList();
        if (held.isEmpty() || !current.isEmpty()) {
            return current;
        }
        // The clocks may differ: whoever lives renews.
        patience.run();
        Map<String, Lease> later = held();
        return later.entrySet().stream()
                .filter(entry -> wasRenewed(held.get(entry.getKey()), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, Lease> held() {
        Map<String, Lease> held = new LinkedHashMap<>();
        for (Lease lease : leases()) {
            String holder = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
            if (holder != null
                    && !holder.isBlank()
                    && lease.getMetadata().getName().startsWith(LeaderElection.leaseName(""))) {
                held.put(
                        lease.getMetadata().getNamespace() + "/"
                                + lease.getMetadata().getName() + " held by " + holder,
                        lease);
            }
        }
        return held;
    }

    private List<Lease> leases() {
        return namespace == null
                ? client.leases().inAnyNamespace().list().getItems()
                : client.leases().inNamespace(namespace).list().getItems();
    }

    private static boolean isCurrent(Lease lease, Instant now) {
        ZonedDateTime renewed = lease.getSpec().getRenewTime();
        Integer seconds = lease.getSpec().getLeaseDurationSeconds();
        return renewed != null
                && seconds != null
                && renewed.toInstant().plusSeconds(seconds).isAfter(now);
    }

    private static boolean wasRenewed(@Nullable Lease before, Lease after) {
        ZonedDateTime renewed = after.getSpec().getRenewTime();
        return renewed != null
                && (before == null || !renewed.equals(before.getSpec().getRenewTime()));
    }
}
