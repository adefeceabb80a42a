// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.leadership;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.util.function.LongSupplier;

/**
 * Knows when it was renewed last by a clock that never jumps. The elector tells of a lost lead only after it has tried
 * to release the Lease, which may take long while the API is away.
 */
final class RenewedLock implements Lock {
    private static final long NEVER = Long.MIN_VALUE;

    private final Lock lock;
    private final LongSupplier clock;
    private volatile long renewedAt = NEVER;

    RenewedLock(Lock lock, LongSupplier clock) {
        this.lock = lock;
        this.clock = clock;
    }

    boolean isRenewedWithin(long millis) {
        long at = renewedAt;
        return at != NEVER && clock.getAsLong() - at < millis;
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
        long before = clock.getAsLong();
        lock.create(client, record);
        renewed(before, record);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
        long before = clock.getAsLong();
        lock.update(client, record);
        renewed(before, record);
    }

    private void renewed(long at, LeaderElectionRecord record) {
        renewedAt = identity().equals(record.getHolderIdentity()) ? at : NEVER;
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
