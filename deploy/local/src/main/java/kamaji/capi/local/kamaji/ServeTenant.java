// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Kamaji does inside a tenant once it is ready: a finalizer of its own, the rights of the admin, the addons. The
 * finalizer goes again while the tenant sleeps or has no ready pod.
 */
final class ServeTenant {
    private static final Set<String> SERVING =
            Set.of(Phase.READY.text(), Phase.WRITE_LIMITED.text(), Phase.UPGRADING.text(), Phase.UNKNOWN.text());
    private static final Set<String> SILENT = Set.of(Phase.NOT_READY.text(), Phase.SLEEPING.text());

    private final TenantObjects objects;
    private final TenantAccess access;
    private final KamajiOptions options;

    ServeTenant(TenantObjects objects, TenantAccess access, KamajiOptions options) {
        this.objects = objects;
        this.access = access;
        this.options = options;
    }

    /** Without a delay the rights are there before anybody can see the tenant ready. */
    Step.Result allowEarly(Tenant tenant) {
        if (!options.accessDelay().isZero() || tenant.allowed) {
            return Step.Result.NOTHING;
        }
        access.allow(tenant);
        return Step.Result.WROTE;
    }

    Step.Result guard(Tenant tenant) {
        List<String> finalizers = tenant.object().finalizers();
        boolean guarded = finalizers.contains(Kamaji.SOOT_FINALIZER);
        if (!guarded && tenant.phase().equals(Phase.READY.text())) {
            objects.finalizers(tenant, changed -> {
                changed.add(Kamaji.SOOT_FINALIZER);
                return changed;
            });
            return Step.Result.WROTE;
        }
        if (guarded && SILENT.contains(tenant.phase())) {
            objects.finalizers(tenant, changed -> {
                changed.remove(Kamaji.SOOT_FINALIZER);
                return changed;
            });
            return Step.Result.WROTE;
        }
        return Step.Result.NOTHING;
    }

    Step.Result allow(Tenant tenant) {
        if (!SERVING.contains(tenant.phase())) {
            return Step.Result.NOTHING;
        }
        Instant due = tenant.readyAt == null ? Instant.MIN : tenant.readyAt.plus(options.accessDelay());
        if (Instant.now().isBefore(due)) {
            tenant.wakeAt(due);
            return Step.Result.STOP;
        }
        if (!tenant.allowed) {
            access.allow(tenant);
            return Step.Result.WROTE;
        }
        return Step.Result.NOTHING;
    }

    Step.Result install(Tenant tenant) {
        if (!SERVING.contains(tenant.phase())) {
            return Step.Result.NOTHING;
        }
        Map<String, Object> addons = new LinkedHashMap<>();
        for (String addon : List.of("coreDNS", "kubeProxy", "konnectivity")) {
            boolean wanted = tenant.object().at("spec", "addons", addon) != null;
            if (wanted != tenant.object().flag("status", "addons", addon, "enabled")) {
                addons.put(addon, enabled(tenant, addon, wanted));
            }
        }
        if (addons.isEmpty()) {
            return Step.Result.NOTHING;
        }
        Map<String, Object> token =
                Map.of("checksum", Checksum.of(tenant.object().uid()), "lastUpdate", TenantObjects.now());
        objects.status(tenant, Map.of("addons", addons, "kubeadmPhase", Map.of("bootstrapToken", token)));
        return Step.Result.WROTE;
    }

    private static Map<String, Object> enabled(Tenant tenant, String addon, boolean wanted) {
        Map<String, Object> status = new LinkedHashMap<>(Map.of("enabled", wanted));
        if (addon.equals("konnectivity")) {
            String mode = tenant.spec("addons", "konnectivity", "agent", "mode");
            status.put("agent", Map.of("name", "konnectivity-agent", "namespace", "kube-system", "mode", mode));
        } else {
            status.put("lastUpdate", TenantObjects.now());
        }
        return status;
    }

    List<Step> steps() {
        return List.of(this::guard, this::allow, this::install);
    }
}
