// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.facts.Upgrade;
import kamaji.capi.workflows.facts.UpgradePlan;
import org.jspecify.annotations.Nullable;

/** The next hop of an upgrade: told before it is checked, checked before it is written. */
final class UpgradeHop {
    private UpgradeHop() {}

    /** What stands before the hop; done when nothing does. */
    static Stage of(ControlPlane wanted, TenantControlPlane tenant, RunState run) {
        Upgrade upgrade = tenant.upgrade();
        if (upgrade == null) {
            return Stage.DONE;
        }
        UpgradePlan plan = upgrade.plan();
        if (plan == null) {
            return upgrade.refusal() == null ? Stage.DONE : Stage.blocks(upgrade.refusal());
        }
        if (upgrade.written()) {
            return Stage.DONE;
        }
        if (!plan.equals(wanted.upgrade())) {
            return Stage.waits("the plan of the upgrade is told before its first step");
        }
        boolean checked = !wanted.initialized() || plan.current().equals(run.checked());
        return checked
                ? Stage.DONE
                : Stage.due(Step.CHECK_UPGRADE, "the upgrade " + plan.describe() + " is being checked");
    }

    /** Whether a hop could be taken but for a plan that the status does not tell yet. */
    static boolean toBeTold(ControlPlane wanted, @Nullable TenantControlPlane tenant) {
        return tenant != null
                && tenant.upgrade() != null
                && tenant.upgrade().plan() != null
                && !tenant.upgrade().written()
                && !tenant.upgrade().plan().equals(wanted.upgrade());
    }

    /** Whether the last hop has run to its end but the status still tells the plan: the tenant is asked once more. */
    static boolean ended(ControlPlane wanted, @Nullable TenantControlPlane tenant) {
        return wanted.upgrade() != null && tenant != null && tenant.upgrade() == null;
    }

    /** The plan for the status: it stays until the tenant has answered after the last hop. */
    static @Nullable UpgradePlan told(ControlPlane wanted, @Nullable TenantControlPlane tenant, Stage access) {
        if (tenant != null && tenant.upgrade() != null) {
            return tenant.upgrade().plan();
        }
        return access.done() ? null : wanted.upgrade();
    }
}
