// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/** Whether the pods run what is wanted. Kamaji's phases are explained in its own guide; the comments say how we read them. */
final class Rollout {
    private Rollout() {}

    static Stage of(ControlPlane wanted, TenantControlPlane tenant) {
        if (tenant.phase() == null || tenant.endpoint() == null) {
            return Stage.heldBack("waits for the address of the TenantControlPlane");
        }
        // A generation counts as processed only after the migration that it asks for.
        if ("Migrating".equals(tenant.phase())) {
            return Stage.waits(migration(wanted, tenant));
        }
        if (!tenant.processed()) {
            return Stage.waits("Kamaji has not processed the newest TenantControlPlane yet");
        }
        return switch (tenant.phase()) {
            case "Sleeping" ->
                wanted.replicas() == 0
                        ? atVersion(wanted, tenant)
                        : Stage.waits("the control plane wakes from zero replicas");
            case "Ready", "WriteLimited" -> numbers(wanted, tenant);
            case "CertificateAuthorityRotating" -> Stage.waits("Kamaji rotates the certificate authority");
            case "Upgrading" -> Stage.waits("Kamaji upgrades the control plane to " + target(wanted, tenant));
            case "Unknown" ->
                wanted.initialized()
                        ? Stage.waits("Kamaji replaces or scales the pods of the control plane: see its Deployment")
                        : Stage.waits(starting(wanted));
            case "NotReady" ->
                wanted.initialized()
                        ? Stage.waits("no pod of the control plane is ready: the conditions of its Deployment say why")
                        : Stage.waits(starting(wanted));
            default -> Stage.waits(starting(wanted));
        };
    }

    private static String migration(ControlPlane wanted, TenantControlPlane tenant) {
        String from = tenant.dataStore() == null ? "" : " from DataStore " + tenant.dataStore();
        String to = wanted.dataStore() == null ? " to another one" : " to DataStore " + wanted.dataStore();
        return "Kamaji migrates the data" + from + to + " and refuses writes meanwhile: its Job migrate-" + tenant.uid()
                + " says how far it is";
    }

    /** Where a rollout leads: the hop of an upgrade, or the wanted version. */
    static String target(ControlPlane wanted, TenantControlPlane tenant) {
        return tenant.upgrade() == null ? wanted.version() : tenant.upgrade().carries();
    }

    private static Stage atVersion(ControlPlane wanted, TenantControlPlane tenant) {
        String target = target(wanted, tenant);
        return sameVersion(target, tenant.version())
                ? Stage.DONE
                : Stage.waits("Kamaji runs " + tenant.version() + " and is to run " + target);
    }

    /** Before it ever ran, phases differ by chance only. */
    private static String starting(ControlPlane wanted) {
        return wanted.initialized()
                ? "the pods of the control plane are rolling or not ready: see its Deployment"
                : "the pods of the control plane are starting: see its Deployment when this takes long";
    }

    private static Stage numbers(ControlPlane wanted, TenantControlPlane tenant) {
        Stage version = atVersion(wanted, tenant);
        if (!version.done()) {
            return "WriteLimited".equals(tenant.phase())
                    ? Stage.waits(version.message()
                            + ": Kamaji tells once spec.writePermissions of the TenantControlPlane limit no more")
                    : version;
        }
        if (tenant.dataStore() != null
                && wanted.dataStore() != null
                && !wanted.dataStore().equals(tenant.dataStore())) {
            return Stage.waits(migration(wanted, tenant));
        }
        boolean all = tenant.replicas() == wanted.replicas()
                && tenant.ready() == wanted.replicas()
                && tenant.updated() == wanted.replicas();
        return all ? Stage.DONE : Stage.waits("the pods of the control plane are being replaced or scaled");
    }

    static boolean sameVersion(String wanted, @Nullable String running) {
        return running != null && bare(wanted).equals(bare(running));
    }

    private static String bare(String version) {
        return version.startsWith("v") ? version.substring(1) : version;
    }
}
