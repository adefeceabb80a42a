// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What can go wrong in Kamaji, switched at run time; every switch takes effect at once. */
public final class KamajiFaults {
    private final Runnable changed;
    private final Set<String> storesNotReady = ConcurrentHashMap.newKeySet();
    private final Set<String> storesHanging = ConcurrentHashMap.newKeySet();
    private volatile boolean loadBalancerWithoutAddress;
    private volatile boolean adminSecretMissing;
    private volatile boolean podsNeverReady;
    private volatile boolean migrationFails;

    KamajiFaults(Runnable changed) {
        this.changed = changed;
    }

    /** Services of type LoadBalancer get no address: their tenants have no status at all. */
    public void loadBalancerWithoutAddress(boolean broken) {
        loadBalancerWithoutAddress = broken;
        changed.run();
    }

    /** The admin kubeconfig Secret of tenants that lack it is not made. */
    public void adminSecretMissing(boolean broken) {
        adminSecretMissing = broken;
        changed.run();
    }

    /** Pods that are not ready yet stay so, as with an image that cannot be pulled. */
    public void podsNeverReady(boolean broken) {
        podsNeverReady = broken;
        changed.run();
    }

    /** The Job that moves the data of a tenant to another store never completes. */
    public void migrationFails(boolean broken) {
        migrationFails = broken;
        changed.run();
    }

    /** The DataStore says that it is not ready: phases of its tenants freeze, new ones have no status. */
    public void dataStoreNotReady(String dataStore, boolean broken) {
        toggle(storesNotReady, dataStore, broken);
    }

    /** The DataStore says ready but does not answer: a pass of one of its tenants takes 30 s and fails. */
    public void dataStoreHangs(String dataStore, boolean broken) {
        toggle(storesHanging, dataStore, broken);
    }

    private void toggle(Set<String> stores, String dataStore, boolean broken) {
        if (broken) {
            stores.add(dataStore);
        } else {
            stores.remove(dataStore);
        }
        changed.run();
    }

    boolean loadBalancerWithoutAddress() {
        return loadBalancerWithoutAddress;
    }

    boolean migrationFails() {
        return migrationFails;
    }

    boolean adminSecretMissing() {
        return adminSecretMissing;
    }

    boolean podsNeverReady() {
        return podsNeverReady;
    }

    boolean notReady(String dataStore) {
        return storesNotReady.contains(dataStore);
    }

    boolean hangs(String dataStore) {
        return storesHanging.contains(dataStore);
    }
}
