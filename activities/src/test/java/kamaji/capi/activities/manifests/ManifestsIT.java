// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Templates and samples against a real API server: strict, as a dry run. Our own kinds always; the others where folders
 * with their CRDs are named in the environment, and reported as skipped where they are not. The server is not shared,
 * since other tests need some of these kinds to be missing or minimal.
 */
class ManifestsIT {
    private static final List<String> OTHERS =
            List.of("CLUSTER_API_CRDS", "INFRASTRUCTURE_CRDS", "INFRASTRUCTURE_TEMPLATE_CRDS");
    private static final PatchContext DRY_RUN = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("manifests")
            .withForce(true)
            .withDryRun(List.of("All"))
            .withFieldValidation("Strict")
            .build();
    private static final KubernetesServer SERVER = KubernetesServer.start(KubernetesServerOptions.plain());
    private static final KubernetesClient CLIENT = SERVER.adminClient();
    private static final String NAMESPACE = SERVER.freshNamespace("manifests");

    @BeforeAll
    static void serveTheKinds() {
        SERVER.applyCrds(Stream.concat(
                        Stream.of(Template.file("deploy/crds")),
                        OTHERS.stream()
                                .filter(ManifestsIT::present)
                                .map(name -> Path.of(Objects.requireNonNull(System.getenv(name)))))
                .toArray(Path[]::new));
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    static List<Template> templates() {
        return Template.all();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void ourOwnObjectsAreTaken(Template template) {
        template.render(TemplateTest.values()).stream()
                .filter(ManifestsIT::ours)
                .forEach(ManifestsIT::isTaken);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void allOtherObjectsAreTakenToo(Template template) {
        assumeTrue(
                OTHERS.stream().allMatch(ManifestsIT::present),
                "not validated against the CRDs of Cluster API and the infrastructure providers: set " + OTHERS);

        template.render(TemplateTest.values()).stream()
                .filter(object -> !ours(object))
                .forEach(ManifestsIT::isTaken);
    }

    @Test
    void aFieldThatTheKindDoesNotHaveIsRefused() {
        Template template = new Template(
                Path.of("wrong.yaml"),
                "apiVersion: controlplane.cluster.x-k8s.io/v1alpha2\nkind: KamajiControlPlane\nmetadata: {name: wrong}\n"
                        + "spec: {version: v1.33.1, network: {address: 192.0.2.1}}");

        assertThatThrownBy(() ->
                        CLIENT.resource(named(template.render(Map.of()).get(0))).patch(DRY_RUN))
                .hasMessageContaining("spec.network.address");
    }

    private static GenericKubernetesResource named(GenericKubernetesResource object) {
        if (!object.getKind().equals("Namespace")) {
            object.getMetadata().setNamespace(NAMESPACE);
        }
        return object;
    }

    private static boolean present(String variable) {
        return System.getenv(variable) != null;
    }

    private static boolean ours(GenericKubernetesResource object) {
        return object.getApiVersion().startsWith("controlplane.cluster.x-k8s.io/");
    }

    private static void isTaken(GenericKubernetesResource object) {
        assertThatCode(() -> assertThat(CLIENT.resource(named(object)).patch(DRY_RUN))
                        .isNotNull())
                .as(object.getKind() + " " + object.getMetadata().getName())
                .doesNotThrowAnyException();
    }
}
