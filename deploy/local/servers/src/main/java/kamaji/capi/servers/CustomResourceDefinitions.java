// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies CustomResourceDefinitions by server-side apply and waits until the API server serves them. */
final class CustomResourceDefinitions {
    private static final Pattern DOCUMENT_END = Pattern.compile("(?m)^---\\s*$");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("apiextensions.k8s.io")
            .withVersion("v1")
            .withKind("CustomResourceDefinition")
            .withPlural("customresourcedefinitions")
            .withNamespaced(false)
            .build();

    private final KubernetesClient client;

    CustomResourceDefinitions(KubernetesClient client) {
        this.client = client;
    }

    /** Texts of a YAML file, or of every .yaml file of a folder, in the order of their names. */
    static List<String> read(Path fileOrFolder) {
        try (Stream<Path> entries =
                Files.isDirectory(fileOrFolder) ? Files.list(fileOrFolder) : Stream.of(fileOrFolder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : entries.sorted().toList()) {
                if (!Files.isDirectory(fileOrFolder) || file.toString().endsWith(".yaml")) {
                    texts.add(Files.readString(file));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read CRDs of " + fileOrFolder, e);
        }
    }

    static List<GenericKubernetesResource> parse(String yaml) {
        return DOCUMENT_END
                .splitAsStream(yaml)
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .map(CustomResourceDefinitions::checked)
                .toList();
    }

    /** True when one of them was not there before. */
    boolean apply(List<String> texts) {
        List<String> names = new ArrayList<>();
        boolean newOnes = false;
        for (String text : texts) {
            for (GenericKubernetesResource crd : parse(text)) {
                newOnes |= isNew(crd.getMetadata().getName());
                client.genericKubernetesResources(KIND)
                        .resource(crd)
                        .fieldManager("kamaji-servers")
                        .forceConflicts()
                        .serverSideApply();
                names.add(crd.getMetadata().getName());
            }
        }
        names.forEach(this::awaitServed);
        return newOnes;
    }

    private boolean isNew(String name) {
        return client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(name)
                        .get()
                == null;
    }

    private void awaitServed(String name) {
        Instant end = Instant.now().plus(PATIENCE);
        CustomResourceDefinition crd = awaitEstablished(name, end);
        String group = crd.getSpec().getGroup();
        String plural = crd.getSpec().getNames().getPlural();
        crd.getSpec().getVersions().stream()
                .filter(version -> version.getServed())
                .map(version -> "/apis/" + group + "/" + version.getName() + "/" + plural + "?limit=1")
                .forEach(path -> awaitFound(path, end));
    }

    private CustomResourceDefinition awaitEstablished(String name, Instant end) {
        while (true) {
            CustomResourceDefinition crd = client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(name)
                    .get();
            if (established(crd)) {
                return crd;
            }
            requireBefore(end, "CustomResourceDefinition " + name + " is not established");
            pause();
        }
    }

    /** The API server answers 404 for a moment after it has said Established. */
    private void awaitFound(String path, Instant end) {
        while (client.raw(path) == null) {
            requireBefore(end, path + " is not served");
            pause();
        }
    }

    private static void requireBefore(Instant end, String problem) {
        if (Instant.now().isAfter(end)) {
            throw new KubernetesClientException(problem + " after " + PATIENCE.toSeconds() + " s");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while waiting for a CRD", e);
        }
    }

    private static boolean established(@Nullable CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    private static GenericKubernetesResource checked(GenericKubernetesResource resource) {
        if (!"CustomResourceDefinition".equals(resource.getKind())) {
            throw new IllegalArgumentException("expected a CustomResourceDefinition, found kind " + resource.getKind());
        }
        return resource;
    }
}
