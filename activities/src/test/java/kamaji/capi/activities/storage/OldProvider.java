// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.activities.api.ExistingProviderCrds;

/**
 * An installation of the existing provider: its CRDs, and objects as it leaves them.
 *
 * @param version the only one that its CRDs have
 * @param crds folder with its CRDs
 */
record OldProvider(KubernetesClient client, String version, Path crds) {
    private static final Path OUR_CRDS =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "deploy", "crds");

    static OldProvider of(KubernetesClient client, String version) {
        return new OldProvider(client, version, ExistingProviderCrds.folder(version));
    }

    void install() {
        definitions(crds).forEach(crd -> client.resource(crd).create());
        awaitServed(version);
    }

    /** As {@code kubectl replace} does. */
    void installAgain() {
        definitions(crds).forEach(crd -> {
            crd.getMetadata().setResourceVersion(definition(crd).getMetadata().getResourceVersion());
            client.resource(crd).update();
        });
        awaitServedOnly(version);
    }

    /** As {@code kubectl apply --server-side --force-conflicts} does. */
    void applyOurs() {
        definitions(OUR_CRDS)
                .forEach(crd -> client.resource(crd)
                        .fieldManager("kubectl")
                        .forceConflicts()
                        .serverSideApply());
        awaitServed("v1alpha1");
        awaitServed("v1alpha2");
    }

    /** As clusterctl does: the whole file as a merge patch. */
    void patchToOurs() {
        definitions(OUR_CRDS)
                .forEach(crd ->
                        client.resource(crd).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(crd)));
        awaitServed("v1alpha1");
        awaitServed("v1alpha2");
    }

    List<String> storedVersions(StoredKind kind) {
        return client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(kind.definition())
                .require()
                .getStatus()
                .getStoredVersions();
    }

    /** Made by a user, then seen by the provider: endpoint and status are its own. */
    void create(String name, String spec, String conditions) {
        write("KamajiControlPlane", name, "spec: " + spec, "");
        if (!conditions.isEmpty()) {
            write("KamajiControlPlane", name, status(conditions), "status");
        }
    }

    void createTemplate(String name) {
        write("KamajiControlPlaneTemplate", name, "spec: {template: {spec: {registry: registry.example}}}", "");
    }

    private void write(String kind, String name, String body, String subresource) {
        GenericKubernetesResource object =
                Serialization.unmarshal("""
                apiVersion: controlplane.cluster.x-k8s.io/%s
                kind: %s
                metadata: {name: %s, namespace: default}
                %s
                """.formatted(version, kind, name, body), GenericKubernetesResource.class);
        if (subresource.isEmpty()) {
            client.resource(object).create();
        } else {
            client.resource(object)
                    .subresource(subresource)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(object));
        }
    }

    /** Everything that the provider writes at a version, counters of a control plane that runs. */
    private String status(String conditions) {
        String common = "ready: true, version: v1.30.2, externalManagedControlPlane: true, replicas: 2,"
                + " readyReplicas: 2, selector: 'kamaji.clastix.io/name=a', conditions: [" + conditions + "]";
        return version.equals("v1alpha1")
                ? "status: {initialized: true, updatedReplicas: 2, unavailableReplicas: 0, " + common + "}"
                : "status: {initialization: {controlPlaneInitialized: true}, upToDateReplicas: 2, availableReplicas: 2, "
                        + common + "}";
    }

    static String condition(String type, String status) {
        return "{type: " + type + ", status: '" + status + "', reason: Succeeded, message: '', observedGeneration: 1,"
                + " lastTransitionTime: '2026-01-01T00:00:00Z'}";
    }

    private CustomResourceDefinition definition(CustomResourceDefinition crd) {
        return client.resource(crd).require();
    }

    private void awaitServed(String wanted) {
        await().ignoreExceptions().until(() -> serves(wanted));
    }

    private void awaitServedOnly(String wanted) {
        String other = wanted.equals("v1alpha1") ? "v1alpha2" : "v1alpha1";
        await().until(() -> serves(wanted) && !serves(other));
    }

    private boolean serves(String wanted) {
        String resources = client.raw("/apis/controlplane.cluster.x-k8s.io/" + wanted);
        return resources != null
                && Stream.of(StoredKind.values()).allMatch(kind -> resources.contains("\"" + kind.plural() + "\""));
    }

    private static List<CustomResourceDefinition> definitions(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(OldProvider::text)
                    .map(text -> Serialization.unmarshal(text, CustomResourceDefinition.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
