// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the provider reads of a DataStore of Kamaji, which is cluster scoped. */
public record DataStoreView(GenericKubernetesResource resource) {
    public static final String KIND = "DataStore";
    public static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup(TenantControlPlaneView.GROUP)
            .withVersion(TenantControlPlaneView.VERSION)
            .withKind(KIND)
            .withPlural("datastores")
            .withNamespaced(false)
            .build();
    private static final String VALIDATION = "kamaji.clastix.io/DataStoreValidation";

    public String name() {
        return resource.getMetadata().getName();
    }

    /** What the store says of itself; null on Kamaji releases that do not tell, which must not read as false. */
    public @Nullable Boolean ready() {
        return Fields.flag(resource, "status", "ready");
    }

    /** The message of the validation condition, null when there is none. */
    public @Nullable String validationMessage() {
        if (!(Fields.at(resource, "status", "conditions") instanceof List<?> conditions)) {
            return null;
        }
        for (Object condition : conditions) {
            if (condition instanceof Map<?, ?> fields
                    && VALIDATION.equals(fields.get("type"))
                    && fields.get("message") instanceof String message
                    && !message.isEmpty()) {
                return message;
            }
        }
        return null;
    }
}
