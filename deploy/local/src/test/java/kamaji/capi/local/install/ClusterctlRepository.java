// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Local repositories for clusterctl: our release, the existing provider's, and a core provider of kinds alone. */
record ClusterctlRepository(Path folder) {
    static final String EXISTING = "v0.20.0";
    static final String CORE = "v1.13.5";

    private static final String METADATA = """
            apiVersion: clusterctl.cluster.x-k8s.io/v1alpha3
            kind: Metadata
            releaseSeries:
            - {major: %d, minor: %d, contract: v1beta2}
            """;
    private static final String OPEN_KIND = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: %2$ss.%1$s
              labels: {cluster.x-k8s.io/provider: cluster-api, cluster.x-k8s.io/v1beta2: %4$s}
            spec:
              group: %1$s
              scope: Namespaced
              names: {kind: %3$s, listKind: %3$sList, plural: %2$ss, singular: %2$s}
              versions:
              - name: %4$s
                served: true
                storage: true
                subresources: {status: {}}
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    /** Writes them, with a configuration file that names no other place. */
    static ClusterctlRepository write(Path folder) throws IOException {
        ClusterctlRepository repository = new ClusterctlRepository(folder);
        repository.put("cluster-api", CORE, "core-components.yaml", core(), METADATA.formatted(1, 13));
        String existing = resource("existing-provider-components.yaml");
        repository.put(
                "control-plane-kamaji", EXISTING, "control-plane-components.yaml", existing, METADATA.formatted(0, 20));
        repository.put(
                "control-plane-kamaji",
                Release.version(),
                "control-plane-components.yaml",
                Files.readString(Release.folder().resolve("control-plane-components.yaml")),
                Files.readString(Release.folder().resolve("metadata.yaml")));
        Files.writeString(repository.configuration(), """
                providers:
                - {name: cluster-api, type: CoreProvider, url: "%1$s/cluster-api/latest/core-components.yaml"}
                - {name: kamaji, type: ControlPlaneProvider, url: "%1$s/control-plane-kamaji/latest/control-plane-components.yaml"}
                """.formatted("file://" + folder));
        return repository;
    }

    Path configuration() {
        return folder.resolve("clusterctl.yaml");
    }

    private void put(String provider, String version, String file, String components, String metadata)
            throws IOException {
        Path target = Files.createDirectories(folder.resolve(provider).resolve(version));
        Files.writeString(target.resolve(file), components);
        Files.writeString(target.resolve("metadata.yaml"), metadata);
    }

    /** The kinds that clusterctl reads; the controllers are played by the stack. */
    private static String core() throws IOException {
        List<String> texts = new ArrayList<>();
        texts.add("apiVersion: v1\nkind: Namespace\nmetadata: {name: capi-system}\n");
        Path kinds = Release.deploy().resolve("local/src/main/resources/kamaji/capi/local/crds");
        for (String file : List.of("clusters.yaml", "machines.yaml")) {
            texts.add("---\n" + Files.readString(kinds.resolve(file)));
        }
        texts.add(openKind("cluster.x-k8s.io", "MachineDeployment", "v1beta2"));
        texts.add(openKind("cluster.x-k8s.io", "MachineSet", "v1beta2"));
        texts.add(openKind("cluster.x-k8s.io", "MachinePool", "v1beta2"));
        return String.join("", texts);
    }

    /** Kinds with which clusterctl takes cert-manager for installed. */
    static String certManager() {
        return openKind("cert-manager.io", "Issuer", "v1") + openKind("cert-manager.io", "Certificate", "v1");
    }

    private static String openKind(String group, String kind, String version) {
        return OPEN_KIND.formatted(group, kind.toLowerCase(Locale.ROOT), kind, version);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ClusterctlRepository.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
