// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.CredentialSource;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.activities.observation.References;
import kamaji.capi.activities.status.LiveStatus;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import kamaji.capi.workflows.status.ConditionType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the tenant API server, with the very kubeconfig that is published. Writes nothing anywhere. */
public final class VerifyAccess {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyAccess.class);
    /** After this an address that does not answer is taken as one that cannot be reached from here. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LiveObjects live;
    private final KubernetesApi api;
    private final AccessCheck mode;

    public VerifyAccess(LiveObjects live, KubernetesApi api, AccessCheck mode) {
        this.live = live;
        this.api = api;
        this.mode = mode;
    }

    public Access run(Target target, Attempt attempt) {
        if (mode == AccessCheck.OFF) {
            return new Access(Access.Verdict.SKIPPED, null);
        }
        ClusterObjects objects = live.forStep(target);
        TenantApi.Answer answer = askThroughEndpoint(target, objects);
        return switch (answer.kind()) {
            case ALLOWED -> allowed(target);
            case REFUSED -> throw StepFailure.retry(answer.message());
            case UNREACHABLE -> unreachable(target, objects, attempt, answer.message());
        };
    }

    /**
     * Asks once whether the tenant API server answers with a yes, as Kamaji will have to before an upgrade. One that could
     * never be reached from here is trusted.
     *
     * @throws StepFailure to be tried again, when it does not
     */
    public void requireAnswer(Target target, ClusterObjects objects) {
        if (mode == AccessCheck.OFF) {
            return;
        }
        String name = References.kubeconfigSecret(
                Objects.requireNonNull(objects.cluster()).getMetadata().getName());
        String text = text(target, name, PublishedSecret.KUBECONFIG_KEY)
                .orElseThrow(() -> StepFailure.retry("Secret " + name + " holds no kubeconfig to ask with"));
        TenantApi.Answer answer = TenantApi.ask(TenantKubeconfig.parse(text, "Secret " + name));
        boolean well = switch (answer.kind()) {
            case ALLOWED -> true;
            case REFUSED -> false;
            case UNREACHABLE -> answersInside(target, objects) || neverReached(objects);
        };
        if (!well) {
            throw StepFailure.retry(answer.message() + ", and Kamaji needs its answer to upgrade");
        }
    }

    private boolean neverReached(ClusterObjects objects) {
        String before =
                LiveStatus.of(Objects.requireNonNull(objects.controlPlane())).condition(ConditionType.ACCESS_VERIFIED);
        return mode == AccessCheck.BEST_EFFORT && before != null && before.startsWith("Unknown/");
    }

    private TenantApi.Answer askThroughEndpoint(Target target, ClusterObjects objects) {
        String clusterName =
                Objects.requireNonNull(objects.cluster()).getMetadata().getName();
        String name = References.kubeconfigSecret(clusterName);
        Secret secret = api.secret(target.ref().namespace(), name);
        if (secret == null) {
            throw StepFailure.stale("Secret " + name + " is not published any more");
        }
        String text = text(secret, PublishedSecret.KUBECONFIG_KEY)
                .orElseThrow(() -> StepFailure.waitForChange("Secret " + name + " has no key "
                        + PublishedSecret.KUBECONFIG_KEY
                        + " with a kubeconfig: put one there, or delete the Secret to have the provider's"));
        return TenantApi.ask(TenantKubeconfig.parse(text, "Secret " + name));
    }

    private Access unreachable(Target target, ClusterObjects objects, Attempt attempt, String message) {
        if (attempt.quiet() || attempt.age().compareTo(PATIENCE) < 0) {
            throw StepFailure.retry(message);
        }
        if (answersInside(target, objects)) {
            return allowed(target);
        }
        if (mode == AccessCheck.REQUIRED) {
            throw StepFailure.retry(message);
        }
        LOG.info(
                "goes on without an answer of the tenant API server namespace={} name={} workflowId={}",
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        return new Access(Access.Verdict.UNREACHABLE, message);
    }

    /**
     * Kamaji publishes a second kubeconfig with the name of the Service, which answers inside of the cluster. On this
     * cluster the same name may be somebody else's when the TenantControlPlane is on another.
     */
    private boolean answersInside(Target target, ClusterObjects objects) {
        TenantControlPlane tenant = objects.tenantFacts();
        if (tenant == null || tenant.kubeconfig() == null || objects.external() != null) {
            return false;
        }
        String secret = tenant.kubeconfig().name();
        return text(target, secret, CredentialSource.SERVICE_KEY)
                .map(text -> TenantApi.ask(TenantKubeconfig.parse(text, "Secret " + secret)))
                .filter(answer -> answer.kind() == TenantApi.Answer.Kind.ALLOWED)
                .isPresent();
    }

    private Optional<String> text(Target target, String secretName, String key) {
        return text(api.secret(target.ref().namespace(), secretName), key);
    }

    private static Optional<String> text(@Nullable Secret secret, String key) {
        return Optional.ofNullable(secret)
                .map(found -> Objects.requireNonNullElse(found.getData(), Map.<String, String>of())
                        .get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
    }

    private static Access allowed(Target target) {
        LOG.info(
                "the tenant API server lets the published kubeconfig in namespace={} name={} workflowId={}",
                target.ref().namespace(),
                target.ref().name(),
                target.ref().workflowId());
        return new Access(Access.Verdict.ALLOWED, null);
    }
}
