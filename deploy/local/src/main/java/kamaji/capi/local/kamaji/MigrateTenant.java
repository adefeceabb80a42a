// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;

/**
 * Moves the data of a tenant whose spec names another store than the one in use. For as long as a rollout takes, or for
 * ever when the Job fails, its phase says so and nothing else is done: its generation is not observed.
 */
final class MigrateTenant implements Step {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TenantObjects objects;
    private final KamajiOptions options;
    private final KamajiFaults faults;

    MigrateTenant(TenantObjects objects, KamajiOptions options, KamajiFaults faults) {
        this.objects = objects;
        this.options = options;
        this.faults = faults;
    }

    @Override
    public Result run(Tenant tenant) {
        String used = tenant.status("storage", "dataStoreName");
        if (used.isEmpty() || used.equals(tenant.spec("dataStore"))) {
            tenant.migratingSince = null;
            return Result.NOTHING;
        }
        if (tenant.migratingSince == null) {
            tenant.migratingSince = Instant.now();
        }
        if (!tenant.phase().equals(Phase.MIGRATING.text())) {
            objects.status(tenant, Phase.MIGRATING.text(), "kubernetesResources", "version", "status");
        }
        if (faults.migrationFails()) {
            return Result.park(RETRY);
        }
        Duration left = Duration.between(Instant.now(), tenant.migratingSince.plus(options.rolloutDelay()));
        return left.isNegative() || left.isZero() ? Result.NOTHING : Result.park(left);
    }
}
