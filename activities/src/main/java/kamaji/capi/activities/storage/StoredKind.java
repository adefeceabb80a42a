// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneTemplate;

/** The kinds whose objects are ours to store. */
enum StoredKind {
    CONTROL_PLANES(KamajiControlPlane.class),
    TEMPLATES(KamajiControlPlaneTemplate.class);

    private final Class<? extends CustomResource<?, ?>> type;

    StoredKind(Class<? extends CustomResource<?, ?>> type) {
        this.type = type;
    }

    ResourceDefinitionContext context() {
        return ResourceDefinitionContext.fromResourceType(type);
    }

    String plural() {
        return context().getPlural();
    }

    /** Name of the CustomResourceDefinition. */
    String definition() {
        return plural() + "." + KamajiControlPlane.GROUP;
    }
}
