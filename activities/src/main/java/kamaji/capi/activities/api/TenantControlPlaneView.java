// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import org.jspecify.annotations.Nullable;

/** What the provider reads of Kamaji's TenantControlPlane. A fresh one has no status at all. */
public record TenantControlPlaneView(GenericKubernetesResource resource) {
    public static final String GROUP = "kamaji.clastix.io";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "TenantControlPlane";
    public static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup(GROUP)
            .withVersion(VERSION)
            .withKind(KIND)
            .withPlural("tenantcontrolplanes")
            .withNamespaced(true)
            .build();

    /** A Secret that Kamaji wrote and its checksum of the content, which is null while Kamaji does not tell. */
    public record PublishedSecret(String name, @Nullable String checksum) {}

    public String uid() {
        return resource.getMetadata().getUid();
    }

    public boolean deleting() {
        return resource.isMarkedForDeletion();
    }

    /** The generation Kamaji processed last; null before the first pass and on releases that do not tell. */
    public @Nullable Integer observedGeneration() {
        return Fields.integer(resource, "status", "observedGeneration");
    }

    /** {@code host:port}, null until Kamaji knows it. */
    public @Nullable String controlPlaneEndpoint() {
        return Fields.text(resource, "status", "controlPlaneEndpoint");
    }

    public @Nullable String phase() {
        return Fields.text(resource, "status", "kubernetesResources", "version", "status");
    }

    /** The version last reached, in the spelling of the spec. */
    public @Nullable String version() {
        return Fields.text(resource, "status", "kubernetesResources", "version", "version");
    }

    public int replicas() {
        return deployment("replicas");
    }

    public int readyReplicas() {
        return deployment("readyReplicas");
    }

    public int updatedReplicas() {
        return deployment("updatedReplicas");
    }

    public int availableReplicas() {
        return deployment("availableReplicas");
    }

    public int unavailableReplicas() {
        return deployment("unavailableReplicas");
    }

    public @Nullable String selector() {
        return Fields.text(resource, "status", "kubernetesResources", "deployment", "selector");
    }

    public @Nullable PublishedSecret adminKubeconfig() {
        return secret("kubeconfig", "admin");
    }

    public @Nullable PublishedSecret certificateAuthority() {
        return secret("certificates", "ca");
    }

    /** The version asked for, null when there is none. */
    public @Nullable String wantedVersion() {
        return Fields.text(resource, "spec", "kubernetes", "version");
    }

    /** The data store in use, null until Kamaji tells. */
    public @Nullable String usedDataStore() {
        return Fields.text(resource, "status", "storage", "dataStoreName");
    }

    /** The data store in use; the one asked for when none is in use yet; null when that is Kamaji's choice. */
    public @Nullable String dataStore() {
        String used = Fields.text(resource, "status", "storage", "dataStoreName");
        return used != null ? used : Fields.text(resource, "spec", "dataStore");
    }

    private int deployment(String counter) {
        Integer count = Fields.integer(resource, "status", "kubernetesResources", "deployment", counter);
        return count == null ? 0 : count;
    }

    private @Nullable PublishedSecret secret(String group, String which) {
        String name = Fields.text(resource, "status", group, which, "secretName");
        return name == null
                ? null
                : new PublishedSecret(name, Fields.text(resource, "status", group, which, "checksum"));
    }
}
