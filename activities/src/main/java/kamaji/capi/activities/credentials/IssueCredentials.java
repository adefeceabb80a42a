// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.credentials;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.observation.ClusterObjects;
import kamaji.capi.activities.observation.CredentialFacts;
import kamaji.capi.activities.observation.CredentialSource;
import kamaji.capi.activities.observation.LiveObjects;
import kamaji.capi.activities.observation.PublishedSecret;
import kamaji.capi.activities.observation.References;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.facts.SourceSecret;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies Kamaji's admin kubeconfig and CA into the Secrets that Cluster API reads. Where Kamaji's own CA Secret already
 * has the name, it only gets the label by which Cluster API finds it. A Secret of another type is left alone.
 */
public final class IssueCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(IssueCredentials.class);

    private final LiveObjects live;
    private final KubernetesApi api;

    public IssueCredentials(LiveObjects live, KubernetesApi api) {
        this.live = live;
        this.api = api;
    }

    public Credentials run(Target target) {
        ClusterObjects objects = live.forStep(target);
        TenantControlPlane tenant = objects.tenantFacts();
        if (tenant == null
                || tenant.foreign() != null
                || tenant.kubeconfig() == null
                || tenant.certificateAuthority() == null) {
            throw StepFailure.stale("the TenantControlPlane names no Secrets any more");
        }
        Issue issue = new Issue(target, objects, tenant, live.host(objects));
        Secret kubeconfig = issue.kubeconfig(tenant.kubeconfig());
        Secret certificateAuthority = issue.certificateAuthority(tenant.certificateAuthority());
        return issue.facts.of(PublishedSecret.of(kubeconfig), PublishedSecret.of(certificateAuthority));
    }

    /** The Secrets of one control plane. */
    private final class Issue {
        private final Target target;
        private final GenericKubernetesResource controlPlane;
        private final String clusterName;
        private final CredentialFacts facts;
        private final KubernetesApi host;
        private final ObjectMeta holder;

        Issue(Target target, ClusterObjects objects, TenantControlPlane tenant, KubernetesApi host) {
            this.target = target;
            this.host = host;
            this.holder = Objects.requireNonNull(objects.tenant()).getMetadata();
            this.controlPlane = Objects.requireNonNull(objects.controlPlane());
            this.clusterName =
                    Objects.requireNonNull(objects.cluster()).getMetadata().getName();
            this.facts = new CredentialFacts(controlPlane, clusterName, tenant, true, objects.external() != null);
        }

        Secret kubeconfig(SourceSecret source) {
            CredentialSource chosen = CredentialSource.kubeconfig(controlPlane, source);
            String name = References.kubeconfigSecret(clusterName);
            Secret existing = api.secret(target.ref().namespace(), name);
            Secret kamajis = source(source.name());
            Map<String, String> data =
                    Map.of(PublishedSecret.KUBECONFIG_KEY, value(kamajis, chosen.keyIn(keys(kamajis))));
            SecretIntent intent = new SecretIntent(name, Labels.SECRET_KUBECONFIG, chosen, data);
            return copied(intent, existing, facts.of(published(existing), null).kubeconfig());
        }

        Secret certificateAuthority(SourceSecret source) {
            Secret kamajis = source(source.name());
            if (facts.isKamajisOwn(source)) {
                return labelled(kamajis);
            }
            String name = References.certificateAuthoritySecret(clusterName);
            Secret existing = api.secret(target.ref().namespace(), name);
            Map<String, String> data = Map.of(
                    PublishedSecret.CERTIFICATE_KEY, value(kamajis, CredentialSource.CA_CERTIFICATE),
                    PublishedSecret.PRIVATE_KEY_KEY, value(kamajis, CredentialSource.CA_PRIVATE_KEY));
            SecretIntent intent =
                    new SecretIntent(name, Labels.SECRET_CA, CredentialSource.certificateAuthority(source), data);
            return copied(intent, existing, facts.of(null, published(existing)).certificateAuthority());
        }

        private Secret copied(SecretIntent intent, @Nullable Secret existing, State state) {
            if (existing != null
                    && (state == State.FOREIGN || (state == State.CURRENT && intent.hasContentOf(existing)))) {
                return existing;
            }
            if (existing != null && intent.lacksOnlyItsMark(existing, controlPlane, clusterName, holder.getName())) {
                return api.mergeSecret(Patch.ofAnnotations(existing, intent.mark()));
            }
            Secret written = api.apply(intent.toSecret(controlPlane, clusterName, holder.getName(), existing));
            log("published Secret", intent.name());
            return written;
        }

        private Secret labelled(Secret kamajis) {
            Map<String, String> labels =
                    Objects.requireNonNullElse(kamajis.getMetadata().getLabels(), Map.of());
            if (clusterName.equals(labels.get(Labels.CLUSTER_NAME))) {
                return kamajis;
            }
            Secret written = api.mergeSecret(Patch.ofLabels(kamajis, Map.of(Labels.CLUSTER_NAME, clusterName)));
            log("labelled Secret", kamajis.getMetadata().getName());
            return written;
        }

        private Secret source(String name) {
            Secret found = host.secret(holder.getNamespace(), name);
            if (found == null) {
                throw StepFailure.retry("Secret " + holder.getNamespace() + "/" + name
                        + ", which the TenantControlPlane names, does not exist: Kamaji makes it again");
            }
            return found;
        }

        private Set<String> keys(Secret kamajis) {
            return Objects.requireNonNullElse(kamajis.getData(), Map.<String, String>of())
                    .keySet();
        }

        private String value(Secret kamajis, String key) {
            String value = Objects.requireNonNullElse(kamajis.getData(), Map.<String, String>of())
                    .get(key);
            if (value == null || value.isEmpty()) {
                throw StepFailure.waitForChange("Secret " + holder.getNamespace() + "/"
                        + kamajis.getMetadata().getName() + " has no key " + key
                        + ": correct annotation kamaji.clastix.io/kubeconfig-secret-key, or upgrade Kamaji");
            }
            return value;
        }

        private void log(String what, String name) {
            LOG.info(
                    "{} secret={} namespace={} name={} workflowId={}",
                    what,
                    name,
                    target.ref().namespace(),
                    target.ref().name(),
                    target.ref().workflowId());
        }
    }

    private static @Nullable PublishedSecret published(@Nullable Secret secret) {
        return secret == null ? null : PublishedSecret.of(secret);
    }
}
