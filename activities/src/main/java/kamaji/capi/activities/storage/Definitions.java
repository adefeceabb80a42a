// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.function.Supplier;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.Patch;

/** The CustomResourceDefinitions of our kinds in a cluster. */
final class Definitions {
    private static final int TRIES = 5;
    private static final int CONFLICT = 409;
    private static final int DOES_NOT_FIT = 422;

    private final KubernetesClient client;

    Definitions(KubernetesClient client) {
        this.client = client;
    }

    /** The definition of a kind, which must serve the version that the provider reads and the one wanted. */
    StoredDefinition require(StoredKind kind, String wanted) {
        StoredDefinition found = read(kind);
        for (String needed : new String[] {kind.context().getVersion(), wanted}) {
            if (!found.serves(needed)) {
                throw StepFailure.waitForChange("the CustomResourceDefinition " + found.name() + " does not serve "
                        + needed + ": apply the CRDs of this provider first (kubectl apply -f deploy/crds)");
            }
        }
        return found;
    }

    private StoredDefinition read(StoredKind kind) {
        CustomResourceDefinition found = call(() -> client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(kind.definition())
                .get());
        if (found == null) {
            throw StepFailure.waitForChange("there is no CustomResourceDefinition " + kind.definition()
                    + ": apply the CRDs of this provider first (kubectl apply -f deploy/crds)");
        }
        return new StoredDefinition(found);
    }

    /** Makes a version the stored one. Objects that are there stay as they are until they are written. */
    StoredDefinition store(StoredKind kind, String version) {
        return guarded(
                kind,
                version,
                found -> found.storage().equals(version) ? found : patched(stub(kind), found.storing(version)));
    }

    /** Says that all objects are stored in a version, unless the specification is another than it was meanwhile. */
    void trim(StoredKind kind, String version, long generation) {
        guarded(kind, version, found -> {
            if (found.generation() != generation) {
                throw found.changed();
            }
            return found.storesOnly(version)
                    ? found
                    : patched(stub(kind).subresource("status"), found.trimming(version));
        });
    }

    private interface Write {
        StoredDefinition attempt(StoredDefinition found);
    }

    /** Others write the status of a definition too, so a write that comes too late is made again. */
    private StoredDefinition guarded(StoredKind kind, String version, Write write) {
        for (int tries = 1; ; tries++) {
            StoredDefinition found = require(kind, version);
            try {
                return write.attempt(found);
            } catch (KubernetesClientException e) {
                boolean late = e.getCode() == CONFLICT || e.getCode() == DOES_NOT_FIT;
                if (!late || tries == TRIES) {
                    throw failure(e);
                }
            }
        }
    }

    private static StoredDefinition patched(EditReplacePatchable<CustomResourceDefinition> definition, Patch patch) {
        return new StoredDefinition(definition.patch(PatchContext.of(PatchType.JSON), patch.json()));
    }

    private Resource<CustomResourceDefinition> stub(StoredKind kind) {
        return client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .resource(new CustomResourceDefinitionBuilder()
                        .withNewMetadata()
                        .withName(kind.definition())
                        .endMetadata()
                        .build());
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw failure(e);
        }
    }

    private static StepFailure failure(KubernetesClientException e) {
        return ApiErrors.of(e, "CustomResourceDefinition");
    }
}
