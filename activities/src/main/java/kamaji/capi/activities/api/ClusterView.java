// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the provider reads of a Cluster of Cluster API, at version v1beta2. */
public record ClusterView(GenericKubernetesResource resource) {
    public static final String GROUP = "cluster.x-k8s.io";
    public static final String VERSION = "v1beta2";
    public static final String KIND = "Cluster";
    public static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup(GROUP)
            .withVersion(VERSION)
            .withKind(KIND)
            .withPlural("clusters")
            .withNamespaced(true)
            .build();

    /** An infrastructure cluster as {@code spec.infrastructureRef} names it; the version is left to the reader. */
    public record InfrastructureRef(String apiGroup, String kind, String name) {}

    public String namespace() {
        return resource.getMetadata().getNamespace();
    }

    public String name() {
        return resource.getMetadata().getName();
    }

    public String uid() {
        return resource.getMetadata().getUid();
    }

    public boolean deleting() {
        return resource.isMarkedForDeletion();
    }

    public boolean paused() {
        return Boolean.TRUE.equals(Fields.flag(resource, "spec", "paused"));
    }

    public ApiEndpoint controlPlaneEndpoint() {
        return new ApiEndpoint(
                Fields.text(resource, "spec", "controlPlaneEndpoint", "host"),
                Fields.integer(resource, "spec", "controlPlaneEndpoint", "port"));
    }

    /** The infrastructure cluster, null for a Cluster without one. */
    public @Nullable InfrastructureRef infrastructureRef() {
        String group = Fields.text(resource, "spec", "infrastructureRef", "apiGroup");
        String kind = Fields.text(resource, "spec", "infrastructureRef", "kind");
        String name = Fields.text(resource, "spec", "infrastructureRef", "name");
        return group == null || kind == null || name == null ? null : new InfrastructureRef(group, kind, name);
    }

    /** The name in {@code spec.controlPlaneRef}, null when unset. */
    public @Nullable String controlPlaneName() {
        return Fields.text(resource, "spec", "controlPlaneRef", "name");
    }

    /** The API server's port, null when unset or 0. */
    public @Nullable Integer apiServerPort() {
        Integer port = Fields.integer(resource, "spec", "clusterNetwork", "apiServerPort");
        return port == null || port == 0 ? null : port;
    }

    public List<String> serviceCidrBlocks() {
        return Fields.texts(resource, "spec", "clusterNetwork", "services", "cidrBlocks");
    }

    public List<String> podCidrBlocks() {
        return Fields.texts(resource, "spec", "clusterNetwork", "pods", "cidrBlocks");
    }

    public @Nullable String serviceDomain() {
        return Fields.text(resource, "spec", "clusterNetwork", "serviceDomain");
    }

    public boolean infrastructureProvisioned() {
        return Boolean.TRUE.equals(Fields.flag(resource, "status", "initialization", "infrastructureProvisioned"));
    }

    public boolean controlPlaneInitialized() {
        return Boolean.TRUE.equals(Fields.flag(resource, "status", "initialization", "controlPlaneInitialized"));
    }
}
