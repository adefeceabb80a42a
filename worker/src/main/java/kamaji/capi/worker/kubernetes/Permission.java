// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One verb on one resource.
 *
 * @param group empty for the core group
 * @param resource with its subresource after a slash
 * @param namespace null for all namespaces, or for what has none
 * @param name null for every name
 */
record Permission(
        String group,
        String resource,
        String verb,
        @Nullable String namespace,
        @Nullable String name) {
    SelfSubjectAccessReview review() {
        int slash = resource.indexOf('/');
        return new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withGroup(group)
                .withResource(slash < 0 ? resource : resource.substring(0, slash))
                .withSubresource(slash < 0 ? null : resource.substring(slash + 1))
                .withVerb(verb)
                .withNamespace(namespace)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build();
    }

    /** Such as "patch kamajicontrolplanes.controlplane.cluster.x-k8s.io/status in all namespaces". */
    String describe() {
        int slash = resource.indexOf('/');
        String plain = slash < 0 ? resource : resource.substring(0, slash);
        String subresource = slash < 0 ? "" : resource.substring(slash);
        return verb + " " + plain + (group.isEmpty() ? "" : "." + group) + subresource
                + (name == null ? "" : " named " + name)
                + (namespace == null ? " cluster-wide" : " in namespace " + namespace);
    }
}
