// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;
import org.jspecify.annotations.Nullable;

/**
 * The requests that steps make, each exactly one on the wire: fabric8 reads before it patches what it knows by name
 * only, so a patch always goes through a stub of the object. Every method throws {@link StepFailure}. Safe for use by
 * many threads.
 */
public final class KubernetesApi {
    /** Who writes, in managed fields. */
    public static final String FIELD_MANAGER = TenantControlPlaneIntent.FIELD_MANAGER;

    private static final int CONFLICT = 409;
    private static final int INVALID = 422;

    private final KubernetesClient client;
    private final Route route;

    /** @param client not closed here; must give up before an attempt of an activity ends, and not try again by itself */
    public KubernetesApi(KubernetesClient client) {
        this(client, Route.DIRECT);
    }

    /** As {@link #KubernetesApi(KubernetesClient)}, with a way that every request goes. */
    public KubernetesApi(KubernetesClient client, Route route) {
        this.client = client;
        this.route = route;
    }

    /** An object by name, null when it does not exist or its kind is not served. */
    public @Nullable GenericKubernetesResource get(ResourceDefinitionContext context, String namespace, String name) {
        return call(
                context.getKind(),
                () -> context.isNamespaceScoped()
                        ? client.genericKubernetesResources(context)
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                        : client.genericKubernetesResources(context)
                                .withName(name)
                                .get());
    }

    /** Whether any object of a namespace has these labels: at most one is read. */
    public boolean exists(ResourceDefinitionContext context, String namespace, Map<String, String> labels) {
        ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
        return call(
                context.getKind(),
                () -> !client.genericKubernetesResources(context)
                        .inNamespace(namespace)
                        .withLabels(labels)
                        .list(one)
                        .getItems()
                        .isEmpty());
    }

    /** The objects of a namespace with this label. */
    public List<GenericKubernetesResource> list(
            ResourceDefinitionContext context, String namespace, String label, String value) {
        return call(
                context.getKind(),
                () -> client.genericKubernetesResources(context)
                        .inNamespace(namespace)
                        .withLabel(label, value)
                        .list()
                        .getItems());
    }

    /** A Secret by name, null when it does not exist. */
    public @Nullable Secret secret(String namespace, String name) {
        return call(
                "Secret",
                () -> client.secrets().inNamespace(namespace).withName(name).get());
    }

    /**
     * Sets fields of an object by a merge patch, which should carry {@code metadata.uid} or a resource version.
     * A conflict or an object that is gone is stale.
     */
    public GenericKubernetesResource merge(ResourceDefinitionContext context, Patch patch) {
        return guarded(context.getKind(), () -> stub(context, patch).patch(mergePatch(), patch.json()));
    }

    /** As {@link #merge}, on the status subresource. Fields that the served kind does not know are dropped. */
    public GenericKubernetesResource mergeStatus(ResourceDefinitionContext context, Patch patch) {
        PatchContext lenient = mergePatch();
        lenient.setFieldValidation("Ignore");
        return guarded(
                context.getKind(),
                () -> stub(context, patch).subresource("status").patch(lenient, patch.json()));
    }

    /** Sets fields of a Secret by a merge patch. */
    public Secret mergeSecret(Patch patch) {
        Secret stub = new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder().withName(patch.name()).build())
                .build();
        return guarded(
                "Secret",
                () -> client.secrets()
                        .inNamespace(patch.namespace())
                        .resource(stub)
                        .patch(mergePatch(), patch.json()));
    }

    /** Changes an object by a JSON patch with a test in it. A test that fails is stale. */
    public GenericKubernetesResource json(ResourceDefinitionContext context, Patch patch) {
        return guarded(context.getKind(), () -> stub(context, patch).patch(named(PatchType.JSON), patch.json()));
    }

    /**
     * Makes an object or sets the fields in it, taking them over from whoever set them.
     *
     * @param otherwise what to do instead when the API server refuses, by what it says; empty to fail
     */
    public GenericKubernetesResource apply(
            ResourceDefinitionContext context,
            GenericKubernetesResource intent,
            Function<String, Optional<GenericKubernetesResource>> otherwise) {
        return apply(context, intent, otherwise, serverSideApply().build());
    }

    /** As {@link #apply}, with all checks of the API server and of webhooks, but stores nothing. */
    public GenericKubernetesResource tryOut(
            ResourceDefinitionContext context,
            GenericKubernetesResource intent,
            Function<String, Optional<GenericKubernetesResource>> otherwise) {
        return apply(
                context,
                intent,
                otherwise,
                serverSideApply().withDryRun(List.of("All")).build());
    }

    private GenericKubernetesResource apply(
            ResourceDefinitionContext context,
            GenericKubernetesResource intent,
            Function<String, Optional<GenericKubernetesResource>> otherwise,
            PatchContext how) {
        try {
            return route.pass(() -> client.genericKubernetesResources(context)
                    .inNamespace(intent.getMetadata().getNamespace())
                    .resource(intent)
                    .patch(how));
        } catch (KubernetesClientException e) {
            String refusal =
                    e.getStatus() == null ? "" : String.valueOf(e.getStatus().getMessage());
            return otherwise.apply(refusal).orElseThrow(() -> route.explained(ApiErrors.of(e, context.getKind())));
        }
    }

    /** Makes a Secret or sets the fields in it, taking them over from whoever set them. */
    public Secret apply(Secret intent) {
        return call(
                "Secret",
                () -> client.secrets()
                        .inNamespace(intent.getMetadata().getNamespace())
                        .resource(intent)
                        .patch(serverSideApply().build()));
    }

    /** Deletes the very object that was read, leaving its dependents to the garbage collector. Another UID is stale. */
    public void delete(ResourceDefinitionContext context, HasMetadata object) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPropagationPolicy("Background")
                .withNewPreconditions()
                .withUid(object.getMetadata().getUid())
                .endPreconditions()
                .build();
        String path = "/apis/" + context.getGroup() + "/" + context.getVersion() + "/namespaces/"
                + object.getMetadata().getNamespace() + "/" + context.getPlural() + "/"
                + object.getMetadata().getName();
        // fabric8 has no UID precondition in its own delete.
        guarded(context.getKind(), () -> String.valueOf(client.raw(path, "DELETE", options)));
    }

    /** Makes an event. */
    public void event(Event event) {
        call(
                "Event",
                () -> client.v1()
                        .events()
                        .inNamespace(event.getMetadata().getNamespace())
                        .resource(event)
                        .create());
    }

    private Resource<GenericKubernetesResource> stub(ResourceDefinitionContext context, Patch patch) {
        GenericKubernetesResource stub = new GenericKubernetesResource();
        stub.setApiVersion(context.getGroup() + "/" + context.getVersion());
        stub.setKind(context.getKind());
        stub.setMetadata(new ObjectMetaBuilder()
                .withNamespace(patch.namespace())
                .withName(patch.name())
                .build());
        return client.genericKubernetesResources(context)
                .inNamespace(patch.namespace())
                .resource(stub);
    }

    private static PatchContext mergePatch() {
        return named(PatchType.JSON_MERGE);
    }

    private static PatchContext named(PatchType type) {
        return new PatchContext.Builder()
                .withPatchType(type)
                .withFieldManager(FIELD_MANAGER)
                .build();
    }

    private static PatchContext.Builder serverSideApply() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(true);
    }

    private <T> T guarded(String kind, Supplier<T> request) {
        try {
            return route.pass(request);
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || doesNotFit(e)) {
                throw StepFailure.stale(kind + " was changed by someone else at the same time");
            }
            throw route.explained(ApiErrors.of(e, kind));
        }
    }

    /** A JSON patch that does not fit, by its test or by a path, is refused without a cause, unlike by a schema. */
    private static boolean doesNotFit(KubernetesClientException e) {
        return e.getCode() == INVALID
                && (e.getStatus() == null
                        || e.getStatus().getDetails() == null
                        || e.getStatus().getDetails().getCauses() == null
                        || e.getStatus().getDetails().getCauses().isEmpty());
    }

    private <T extends @Nullable Object> T call(String kind, Supplier<T> request) {
        try {
            return route.pass(request);
        } catch (KubernetesClientException e) {
            throw route.explained(ApiErrors.of(e, kind));
        }
    }
}
