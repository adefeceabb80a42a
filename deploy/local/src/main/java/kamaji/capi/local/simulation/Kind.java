// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** A kind of objects and where the API server keeps them; the group of core kinds is empty. */
public record Kind(String group, String version, String kind, String plural, boolean namespaced) {
    public static final Kind SECRET = core("Secret", "secrets");
    public static final Kind CONFIG_MAP = core("ConfigMap", "configmaps");
    public static final Kind SERVICE = core("Service", "services");
    public static final Kind SERVICE_ACCOUNT = core("ServiceAccount", "serviceaccounts");
    public static final Kind NAMESPACE = new Kind("", "v1", "Namespace", "namespaces", false);
    public static final Kind DEPLOYMENT = new Kind("apps", "v1", "Deployment", "deployments", true);
    public static final Kind CLUSTER_ROLE_BINDING =
            new Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false);
    public static final Kind DEFINITION =
            new Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);

    private static Kind core(String kind, String plural) {
        return new Kind("", "v1", kind, plural, true);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group.isEmpty() ? null : group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    String collection(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    String item(String namespace, String name) {
        return collection(namespace) + "/" + name;
    }
}
