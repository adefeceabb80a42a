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
        if (!tenant.processed()) {
            return Stage.waits("Kamaji has not processed the newest TenantControlPlane yet");
        }
        return switch (tenant.phase()) {
            case "Sleeping" ->
                wanted.replicas() == 0 ? Stage.DONE : Stage.waits("the control plane wakes from zero replicas");
            case "Ready", "WriteLimited" -> numbers(wanted, tenant);
            case "Migrating" -> Stage.waits("Kamaji migrates the data to DataStore " + wanted.dataStore());
            case "CertificateAuthorityRotating" -> Stage.waits("Kamaji rotates the certificate authority");
            case "Upgrading" -> Stage.waits("Kamaji upgrades the control plane to " + wanted.version());
            default -> Stage.waits(startingOrRolling(wanted));
        };
    }

    /** Provisioning, NotReady and Unknown are told apart by whether it ever ran, which is what a reader wants to know. */
    private static String startingOrRolling(ControlPlane wanted) {
        return wanted.initialized()
                ? "the pods of the control plane are rolling or not ready: see its Deployment"
                : "the pods of the control plane are starting: see its Deployment when this takes long";
    }

    private static Stage numbers(ControlPlane wanted, TenantControlPlane tenant) {
        if (!sameVersion(wanted.version(), tenant.version())) {
            return Stage.waits("Kamaji runs " + tenant.version() + " and is to run " + wanted.version());
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
