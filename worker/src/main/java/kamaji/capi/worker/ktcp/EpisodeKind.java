// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.util.List;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ControlPlane;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import org.jspecify.annotations.Nullable;

/** What an episode was about, by what it saw first and did. */
final class EpisodeKind {
    private EpisodeKind() {}

    /** @param first what was observed first, null when that is not known */
    static String of(@Nullable Facts first, List<Episode.Step> steps) {
        ControlPlane wanted = first == null ? null : first.controlPlane();
        if (first == null || wanted == null) {
            return "look";
        }
        if (wanted.deleting()) {
            return "delete";
        }
        if (first.paused()) {
            return "pause";
        }
        if (!wanted.initialized()) {
            return "provision";
        }
        TenantControlPlane tenant = first.tenant();
        if (wanted.upgrade() != null || (tenant != null && runsAnotherVersion(wanted, tenant))) {
            return "upgrade";
        }
        if (tenant != null && tenant.replicas() != wanted.replicas()) {
            return wanted.replicas() == 0 ? "sleep" : tenant.replicas() == 0 ? "wake" : "scale";
        }
        if (did(steps, Step.APPLY_TENANT_CONTROL_PLANE)) {
            return "update";
        }
        return did(steps, Step.ISSUE_CREDENTIALS) ? "rotate" : "look";
    }

    private static boolean runsAnotherVersion(ControlPlane wanted, TenantControlPlane tenant) {
        return tenant.upgrade() != null
                || (tenant.version() != null && !tenant.version().equals(wanted.version()));
    }

    private static boolean did(List<Episode.Step> steps, Step step) {
        return steps.stream().anyMatch(one -> one.name().equals(step.activity()));
    }
}
