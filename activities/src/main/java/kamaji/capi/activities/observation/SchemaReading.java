// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.HttpURLConnection;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.tenantcontrolplane.ServedSchema;
import org.jspecify.annotations.Nullable;

/** Reads which fields of a TenantControlPlane are served; the answer is large. */
final class SchemaReading {
    private SchemaReading() {}

    /** Null where that may not be read: fields that are lacking then wait for the next change. */
    static @Nullable ServedSchema on(KubernetesApi host) {
        try {
            GenericKubernetesResource definition = host.get(ServedSchema.CONTEXT, "", ServedSchema.NAME);
            return definition == null ? null : ServedSchema.of(definition);
        } catch (StepFailure failure) {
            if (failure.httpCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return null;
            }
            throw failure;
        }
    }
}
