// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a deleted tenant go: first the finalizer of the part that serves it, then, once the data store has given up its
 * data, the main one, last the finalizer of the store's Secret. Everything else is left to garbage collection.
 */
final class DeleteTenant implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(DeleteTenant.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TenantObjects objects;
    private final TenantAccess access;
    private final KamajiOptions options;
    private final DataStores stores;

    DeleteTenant(TenantObjects objects, TenantAccess access, KamajiOptions options, DataStores stores) {
        this.objects = objects;
        this.access = access;
        this.options = options;
        this.stores = stores;
    }

    @Override
    public Result run(Tenant tenant) {
        if (tenant.deletedAt == null) {
            tenant.deletedAt = Instant.now();
        }
        if (drop(tenant, Kamaji.SOOT_FINALIZER)) {
            return Result.WROTE;
        }
        if (!tenant.object().finalizers().contains(Kamaji.FINALIZER)) {
            return Result.STOP;
        }
        Instant due = tenant.deletedAt.plus(options.deleteDelay());
        if (Instant.now().isBefore(due)) {
            tenant.wakeAt(due);
            return Result.STOP;
        }
        if (!stores.ready(tenant.spec("dataStore"))) {
            return Result.park(RETRY);
        }
        access.revoke(tenant);
        KubeObject storeSecret = tenant.secrets.get(StoreTenant.secret(tenant));
        drop(tenant, Kamaji.FINALIZER);
        release(storeSecret);
        LOG.info("tenant let go namespace={} name={}", tenant.namespace(), tenant.name());
        return Result.STOP;
    }

    private boolean drop(Tenant tenant, String finalizer) {
        if (!tenant.object().finalizers().contains(finalizer)) {
            return false;
        }
        objects.finalizers(tenant, finalizers -> {
            finalizers.remove(finalizer);
            return finalizers;
        });
        return true;
    }

    private void release(@Nullable KubeObject secret) {
        if (secret == null || !secret.finalizers().contains(Kamaji.STORE_SECRET_FINALIZER)) {
            return;
        }
        var without = secret.withFinalizers(finalizers -> {
            finalizers.remove(Kamaji.STORE_SECRET_FINALIZER);
            return finalizers;
        });
        Map<String, Object> patch = Trees.nest(without.finalizers(), "metadata", "finalizers");
        try {
            objects.calls().merge(Kind.SECRET, secret.namespace(), secret.name(), patch);
        } catch (ApiRefusal refusal) {
            if (!refusal.notFound()) {
                throw refusal;
            }
        }
    }
}
