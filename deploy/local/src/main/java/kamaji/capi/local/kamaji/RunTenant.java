// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pods of a tenant: starts rollouts, follows them, and writes the phase and the installed version. */
final class RunTenant {
    private static final Logger LOG = LoggerFactory.getLogger(RunTenant.class);

    private final TenantObjects objects;
    private final KamajiOptions options;
    private final KamajiFaults faults;
    private final DeploymentMirror mirror;

    RunTenant(TenantObjects objects, KamajiOptions options, KamajiFaults faults, DeploymentMirror mirror) {
        this.objects = objects;
        this.options = options;
        this.faults = faults;
        this.mirror = mirror;
    }

    /** Says at once that an upgrade begins; a sleeping tenant has nothing to roll. */
    Step.Result announceUpgrade(Tenant tenant) {
        String installed = tenant.installedVersion();
        boolean upgrade = !installed.isEmpty() && !installed.equals(tenant.wantedVersion()) && tenant.replicas() > 0;
        if (!upgrade || !tenant.phase().equals(Phase.READY.text())) {
            return Step.Result.NOTHING;
        }
        objects.status(tenant, Phase.UPGRADING.text(), "kubernetesResources", "version", "status");
        return Step.Result.WROTE;
    }

    Step.Result follow(Tenant tenant) {
        Instant now = Instant.now();
        Rollout rollout = rollout(tenant, now);
        boolean upgrading = !tenant.installedVersion().equals(tenant.wantedVersion());
        Instant noticed = rollout.start().plus(options.staleLag());
        boolean known =
                !tenant.status("kubernetesResources", "deployment", "name").isEmpty();
        if (known && !upgrading && tenant.replicas() > 0 && now.isBefore(noticed)) {
            tenant.wakeAt(noticed);
            return Step.Result.NOTHING;
        }
        boolean stuck = faults.podsNeverReady() && now.isBefore(rollout.end());
        // A Deployment that was just made has no ready pod, however fast they are.
        boolean fresh = !known && rollout.to() > 0;
        PodCounts pods = fresh ? PodCounts.starting(rollout.to()) : rollout.at(stuck ? rollout.start() : now);
        if (fresh) {
            tenant.wakeAt(now);
        }
        rollout.next(now).filter(next -> !stuck).ifPresent(tenant::wakeAt);
        return tell(tenant, rollout, pods, now);
    }

    private Rollout rollout(Tenant tenant, Instant now) {
        String template = PodTemplate.checksum(tenant.object());
        Rollout rollout = tenant.rollout == null ? remembered(tenant, now) : tenant.rollout;
        if (tenant.template.isEmpty()) {
            tenant.template = tenant.status("kubeadmconfig", "checksum");
        }
        boolean newTemplate = !tenant.template.isEmpty() && !tenant.template.equals(template);
        if (newTemplate || rollout.to() != tenant.replicas()) {
            rollout = rollout.then(tenant.replicas(), newTemplate, now, options.rolloutDelay());
            LOG.info(
                    "rollout namespace={} name={} replicas={} newTemplate={}",
                    tenant.namespace(),
                    tenant.name(),
                    rollout.to(),
                    newTemplate);
        }
        tenant.template = template;
        if (!rollout.equals(tenant.rollout)) {
            mirror.roll(tenant, rollout, template);
        }
        tenant.rollout = rollout;
        return rollout;
    }

    /** What the status says about the Deployment; a rollout that was under way begins again. */
    private Rollout remembered(Tenant tenant, Instant now) {
        Map<String, Object> told = tenant.object().map("status", "kubernetesResources", "deployment");
        if (told.isEmpty()) {
            Instant exposed = tenant.endpointAt == null ? now : tenant.endpointAt;
            Duration start = Duration.between(now, exposed.plus(options.readyDelay()));
            Duration left = start.isNegative() ? Duration.ZERO : start;
            return new Rollout(PodCounts.NONE, tenant.replicas(), true, 1, now, left);
        }
        PodCounts pods = new PodCounts(
                (int) Trees.number(told, 0, "replicas"),
                (int) Trees.number(told, 0, "updatedReplicas"),
                (int) Trees.number(told, 0, "readyReplicas"),
                (int) Trees.number(told, 0, "unavailableReplicas"));
        long generation = Trees.number(told, 1, "observedGeneration");
        boolean settled = pods.settledAt(tenant.replicas());
        return settled
                ? Rollout.done(pods, generation)
                : new Rollout(pods, tenant.replicas(), false, generation, now, options.rolloutDelay());
    }

    private Step.Result tell(Tenant tenant, Rollout rollout, PodCounts pods, Instant now) {
        boolean limited =
                Trees.map(tenant.object().at("spec", "writePermissions")).containsValue(true);
        Phase phase = Phase.of(tenant.replicas(), limited, pods, tenant.wantedVersion(), tenant.installedVersion());
        boolean installs = phase.installs() && !tenant.installedVersion().equals(tenant.wantedVersion());
        Map<String, Object> deployment = deployment(tenant, rollout, pods);
        Map<String, Object> before = tenant.object().map("status", "kubernetesResources", "deployment");
        before.remove("lastUpdate");
        boolean same = !installs
                && tenant.phase().equals(phase.text())
                && Trees.same(before, deployment)
                && tenant.status("kubeadmconfig", "checksum").equals(tenant.template);
        if (same && !churns(tenant, now)) {
            return Step.Result.NOTHING;
        }
        deployment.put("lastUpdate", TenantObjects.now());
        mirror.report(tenant, pods);
        objects.status(tenant, status(tenant, phase, installs, deployment));
        announce(tenant, phase, same);
        return Step.Result.WROTE;
    }

    private static void announce(Tenant tenant, Phase phase, boolean same) {
        if (phase == Phase.READY && tenant.readyAt == null) {
            tenant.readyAt = Instant.now();
        }
        if (!same) {
            LOG.info(
                    "phase written namespace={} name={} phase={} version={}",
                    tenant.namespace(),
                    tenant.name(),
                    phase.text(),
                    tenant.installedVersion());
        }
    }

    /** Kamaji pokes itself with a new time stamp while the version asked for is not the one installed. */
    private boolean churns(Tenant tenant, Instant now) {
        boolean outstanding = !tenant.installedVersion().equals(tenant.wantedVersion());
        if (options.churnInterval().isZero() || !outstanding) {
            return false;
        }
        Instant due = tenant.churned.plus(options.churnInterval());
        if (now.isBefore(due)) {
            tenant.wakeAt(due);
            return false;
        }
        tenant.churned = now;
        tenant.wakeAt(now.plus(options.churnInterval()));
        return true;
    }

    private static Map<String, Object> status(
            Tenant tenant, Phase phase, boolean installs, Map<String, Object> deployment) {
        Map<String, Object> version = new LinkedHashMap<>(Map.of("status", phase.text()));
        if (installs) {
            version.put("version", tenant.wantedVersion());
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("configmapName", tenant.name() + "-kubeadmconfig");
        config.put("checksum", tenant.template);
        return Map.of(
                "kubernetesResources", Map.of("version", version, "deployment", deployment), "kubeadmconfig", config);
    }

    private static Map<String, Object> deployment(Tenant tenant, Rollout rollout, PodCounts pods) {
        Map<String, Object> deployment = new LinkedHashMap<>();
        deployment.put("name", tenant.name());
        deployment.put("namespace", tenant.namespace());
        deployment.put("selector", Kamaji.NAME_LABEL + "=" + tenant.name());
        deployment.put("observedGeneration", rollout.generation());
        deployment.put("replicas", positive(pods.replicas()));
        deployment.put("updatedReplicas", positive(pods.updated()));
        deployment.put("readyReplicas", positive(pods.ready()));
        deployment.put("availableReplicas", positive(pods.ready()));
        deployment.put("unavailableReplicas", positive(pods.unavailable()));
        return deployment;
    }

    /** Zero is left out of a Deployment's status, which a merge patch says with null. */
    private static @Nullable Integer positive(int count) {
        return Optional.of(count).filter(number -> number > 0).orElse(null);
    }

    Step.Result observe(Tenant tenant) {
        long generation = tenant.object().generation();
        if (tenant.object().number(-1, "status", "observedGeneration") == generation) {
            return Step.Result.NOTHING;
        }
        objects.status(tenant, generation, "observedGeneration");
        return Step.Result.WROTE;
    }

    /** The steps in Kamaji's order: the phase is written before the generation counts as observed. */
    List<Step> steps() {
        return List.of(this::follow, this::observe);
    }
}
