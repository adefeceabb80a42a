// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What clusterctl asks of a components file, and that it holds the objects of {@code deploy} and no others. */
class ComponentsTest {
    private static final Sources SOURCES = ReleaseFiles.sources();
    private static final String COMPONENTS = new Components(SOURCES).withVariables();
    private static final List<GenericKubernetesResource> OBJECTS = ReleaseFiles.objects(COMPONENTS);

    @Test
    void itHoldsTheObjectsOfDeployAndNoOthers() {
        List<GenericKubernetesResource> expected = new ArrayList<>();
        for (String folder : List.of("crds", "rbac", "manager")) {
            SOURCES.files(folder, ".yaml").stream()
                    .filter(file -> !file.endsWith("metadata.yaml"))
                    .map(SOURCES::text)
                    .map(ReleaseFiles::objects)
                    .forEach(expected::addAll);
        }
        assertThat(expected).hasSizeGreaterThan(40);
        assertThat(OBJECTS).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void oneNamespaceComesFirstAndHoldsEverythingThatLivesInOne() {
        assertThat(OBJECTS.get(0).getKind()).isEqualTo("Namespace");
        assertThat(OBJECTS)
                .filteredOn(object -> object.getKind().equals("Namespace"))
                .hasSize(1);
        assertThat(OBJECTS)
                .filteredOn(object -> object.getMetadata().getNamespace() != null)
                .extracting(object -> object.getMetadata().getNamespace())
                .containsOnly("kamaji-system");
    }

    @Test
    void everyObjectNamesItsProvider() {
        assertThat(OBJECTS)
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("cluster.x-k8s.io/provider", "control-plane-kamaji"));
    }

    /** Others stay behind when clusterctl upgrades or deletes. */
    @Test
    void namesOfClusterScopedObjectsBeginWithTheNamespace() {
        assertThat(OBJECTS)
                .filteredOn(object -> object.getMetadata().getNamespace() == null)
                .filteredOn(object ->
                        !List.of("Namespace", "CustomResourceDefinition").contains(object.getKind()))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).startsWith("kamaji-system-"));
    }

    @Test
    void theContainerIsNamedManagerAndItsFirstArgumentsStandWherePeoplePatchThem() {
        List<String> arguments = manager().getArgs();
        assertThat(manager().getName()).isEqualTo("manager");
        assertThat(arguments.get(0)).isEqualTo("--leader-elect");
        assertThat(arguments.get(1)).startsWith("--feature-gates=");
        assertThat(arguments.get(2)).startsWith("--dynamic-infrastructure-clusters=");
    }

    private static Container manager() {
        return OBJECTS.stream()
                .filter(object -> object.getKind().equals("Deployment"))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), Deployment.class))
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream())
                .findFirst()
                .orElseThrow();
    }

    /** Trap 10: it reads our kind at each join; clusterctl would rewrite the namespace of a ServiceAccount subject. */
    @Test
    void theKubeadmBootstrapProviderMayReadControlPlanesAsAUser() {
        assertThat(bootstrap("ClusterRole").<List<String>>get("rules", 0, "resources"))
                .containsExactly("kamajicontrolplanes");
        assertThat(bootstrap("ClusterRole").<List<String>>get("rules", 0, "verbs"))
                .containsExactly("get");
        assertThat(bootstrap("ClusterRoleBinding").<String>get("subjects", 0, "kind"))
                .isEqualTo("User");
        assertThat(bootstrap("ClusterRoleBinding").<String>get("subjects", 0, "name"))
                .startsWith("system:serviceaccount:");
    }

    /** Kubernetes and Cluster API collect them by these labels; nobody but the provider writes status. */
    @Test
    void peopleAndClusterApiGetOurKindsByAggregation() {
        assertThat(verbs("kamaji-system-viewer", "rbac.authorization.k8s.io/aggregate-to-view"))
                .containsOnly("get", "list", "watch");
        assertThat(verbs("kamaji-system-editor", "rbac.authorization.k8s.io/aggregate-to-edit"))
                .contains("create", "patch", "delete");
        assertThat(verbs("kamaji-system-editor", "rbac.authorization.k8s.io/aggregate-to-admin"))
                .contains("create", "patch", "delete");
        assertThat(verbs("kamaji-system-cluster-api", "cluster.x-k8s.io/aggregate-to-manager"))
                .containsOnly("get", "list", "watch", "create", "update", "patch", "delete");
        assertThat(role("kamaji-system-editor").<List<String>>get("rules", 1, "resources"))
                .containsExactly("kamajicontrolplanes/status");
        assertThat(role("kamaji-system-editor").<List<String>>get("rules", 1, "verbs"))
                .containsExactly("get");
    }

    private static List<String> verbs(String name, String label) {
        assertThat(role(name).getMetadata().getLabels()).containsEntry(label, "true");
        assertThat(role(name).<List<String>>get("rules", 0, "apiGroups"))
                .containsExactly("controlplane.cluster.x-k8s.io");
        return role(name).get("rules", 0, "verbs");
    }

    private static GenericKubernetesResource role(String name) {
        return OBJECTS.stream()
                .filter(object -> object.getKind().equals("ClusterRole")
                        && object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static GenericKubernetesResource bootstrap(String kind) {
        return OBJECTS.stream()
                .filter(object -> object.getKind().equals(kind)
                        && object.getMetadata().getName().endsWith("-kubeadm-bootstrap"))
                .findFirst()
                .orElseThrow();
    }

    /** Trap 17: an empty default counts as unset; the list of clusters is therefore one space, which the flag ignores. */
    @Test
    void everyVariableHasADefaultAndTheNamesOfTheExistingProviderAreKept() {
        Map<String, String> defaults = new TreeMap<>();
        Matcher variable = Pattern.compile("\\$\\{([^:}]*)(?::=([^}]*))?}").matcher(COMPONENTS);
        while (variable.find()) {
            defaults.put(variable.group(1), variable.group(2));
        }
        assertThat(defaults)
                .containsOnly(
                        Map.entry("CACPPK_DYNAMIC_INFRASTRUCTURE_CLUSTER_PATCH", "false"),
                        Map.entry("CACPPK_EXTERNAL_CLUSTER_REFERENCE", "false"),
                        Map.entry("CACPPK_EXTERNAL_CLUSTER_REFERENCE_CROSS_NAMESPACE", "false"),
                        Map.entry("CACPPK_INFRASTRUCTURE_CLUSTERS", " "),
                        Map.entry("CACPPK_KUBEADM_BOOTSTRAP_SA_NAME", "capi-kubeadm-bootstrap-manager"),
                        Map.entry("CACPPK_KUBEADM_BOOTSTRAP_SA_NAMESPACE", "capi-kubeadm-bootstrap-system"),
                        Map.entry("CACPPK_SKIP_INFRA_CLUSTER_PATCH", "false"),
                        Map.entry("CACPPK_TEMPORAL_ADDRESS", "temporal-frontend.temporal.svc:7233"),
                        Map.entry("CACPPK_TEMPORAL_NAMESPACE", "default"));
    }

    @Test
    void theManifestForKubectlHoldsNoVariableAndTheSameObjects() {
        String manifest = new Components(SOURCES).withDefaults();
        assertThat(manifest).doesNotContain("${");
        assertThat(ReleaseFiles.objects(manifest))
                .extracting(ReleaseFiles::identity)
                .isEqualTo(OBJECTS.stream().map(ReleaseFiles::identity).toList());
    }
}
