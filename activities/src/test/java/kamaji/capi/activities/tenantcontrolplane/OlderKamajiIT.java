// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.KubernetesServerOptions;
import org.junit.jupiter.api.Test;

/** A server of its own, since its TenantControlPlanes lack what those of today have. */
class OlderKamajiIT {
    private static final List<String> NEWER_FIELDS = List.of("podCidrs", "serviceCidrs");

    @Test
    void fieldsThatAnOlderKamajiDoesNotKnowAreFoundOutAndLeftOut() throws IOException {
        try (KubernetesServer server = KubernetesServer.start(KubernetesServerOptions.plain())) {
            server.applyCrds(new ByteArrayInputStream(olderCrd().getBytes(StandardCharsets.UTF_8)));
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(server.adminConfig())
                    .editOrNewConfig()
                    .withRequestRetryBackoffLimit(0)
                    .endConfig()
                    .build()) {
                KamajiControlPlane controlPlane = Samples.controlPlane("{replicas: 1}");
                controlPlane.getMetadata().setNamespace(server.freshNamespace("older"));
                TenantControlPlaneIntent intent = TenantControlPlaneIntent.of(
                        controlPlane,
                        Samples.cluster(Samples.object(
                                "{pods: {cidrBlocks: [10.2.0.0/16]}, services: {cidrBlocks: [10.1.0.0/16]}}")));

                GenericKubernetesResource live = applyWhatIsServed(client, intent);

                assertThat(intent.isAppliedTo(live)).isTrue();
                assertThat(intent.differences(live))
                        .containsExactly(
                                "spec.networkProfile.podCidrs: not in the served TenantControlPlane schema",
                                "spec.networkProfile.serviceCidrs: not in the served TenantControlPlane schema");
                assertThat(CanonicalJson.write(live.getAdditionalProperties()))
                        .contains("\"podCidr\":\"10.2.0.0/16\"", "\"serviceCidr\":\"10.1.0.0/16\"");
            }
        }
    }

    private static GenericKubernetesResource applyWhatIsServed(
            KubernetesClient client, TenantControlPlaneIntent complete) {
        TenantControlPlaneIntent intent = complete;
        while (true) {
            try {
                return client.resource(intent.toResource())
                        .fieldManager(TenantControlPlaneIntent.FIELD_MANAGER)
                        .forceConflicts()
                        .serverSideApply();
            } catch (KubernetesClientException refused) {
                intent = intent.withoutUndeclared(refused.getStatus().getMessage())
                        .orElseThrow(() -> refused);
            }
        }
    }

    private static String olderCrd() throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        JsonNode crd = yaml.readTree(ServedTenantControlPlaneIT.crds()
                .resolve("tenantcontrolplanes.yaml")
                .toFile());
        ObjectNode network = (ObjectNode)
                crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/networkProfile/properties");
        NEWER_FIELDS.forEach(field -> assertThat(network.remove(field)).isNotNull());
        return yaml.writeValueAsString(crd);
    }
}
