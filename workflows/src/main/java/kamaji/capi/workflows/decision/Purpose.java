// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import java.util.Locale;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;

/** What a run is about, for people: judged from what is known when it starts. Nothing depends on it. */
public enum Purpose {
    DELETE,
    PAUSE,
    PROVISION,
    UPGRADE,
    SLEEP,
    WAKE,
    SCALE,
    /** The spec asks for something else than what was applied. */
    UPDATE,
    /** Secrets have to be written again. */
    ROTATE,
    /** Nothing of these: something else may have changed. */
    LOOK;

    /** The purpose of a run that starts with these facts. */
    public static Purpose of(Facts facts) {
        ControlPlane wanted = facts.controlPlane();
        if (wanted == null) {
            return LOOK;
        }
        if (wanted.deleting()) {
            return DELETE;
        }
        if (facts.paused()) {
            return PAUSE;
        }
        TenantControlPlane tenant = facts.tenant();
        if (!wanted.initialized() || tenant == null) {
            return PROVISION;
        }
        if (isUpgrade(wanted, tenant)) {
            return UPGRADE;
        }
        if (tenant.replicas() != wanted.replicas()) {
            return wanted.replicas() == 0 ? SLEEP : tenant.replicas() == 0 ? WAKE : SCALE;
        }
        if (!tenant.applied()) {
            return UPDATE;
        }
        return facts.credentials().published() ? LOOK : ROTATE;
    }

    private static boolean isUpgrade(ControlPlane wanted, TenantControlPlane tenant) {
        return wanted.upgrade() != null
                || tenant.upgrade() != null
                || (tenant.version() != null && !Rollout.sameVersion(wanted.version(), tenant.version()));
    }

    /** In one word of lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
