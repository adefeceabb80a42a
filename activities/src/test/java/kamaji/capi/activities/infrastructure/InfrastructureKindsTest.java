// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.InfrastructureCluster;
import kamaji.capi.workflows.facts.InfrastructureCluster.Behaviour;
import kamaji.capi.workflows.facts.InfrastructureRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfrastructureKindsTest {
    private static final String GROUP = InfrastructureKinds.GROUP;
    private static final InfrastructureKinds BUILT_IN = InfrastructureKinds.builtIn();

    @ParameterizedTest
    @CsvSource({
        "AWSCluster, v1beta2, PATCH, spec.controlPlaneEndpoint",
        "AzureCluster, v1beta1, PATCH, spec.controlPlaneEndpoint",
        "HetznerCluster, v1beta1, PATCH, spec.controlPlaneEndpoint",
        "IonosCloudCluster, v1alpha1, PATCH, spec.controlPlaneEndpoint",
        "KubevirtCluster, v1alpha1, PATCH_AND_MARK_PROVISIONED, spec.controlPlaneEndpoint",
        "Metal3Cluster, v1beta1, CHECK, spec.controlPlaneEndpoint",
        "MetalStackCluster, v1alpha1, CHECK, spec.controlPlaneEndpoint",
        "NutanixCluster, v1beta1, PATCH_AND_MARK_PROVISIONED, spec.controlPlaneEndpoint",
        "OpenStackCluster, v1alpha7, PATCH, spec.apiServerFixedIP and spec.apiServerPort",
        "OpenStackCluster, v1beta1, PATCH, spec.apiServerFixedIP and spec.apiServerPort",
        "OpenStackCluster, v1beta2, PATCH, spec.apiServer.fixedIP and spec.apiServer.port",
        "PacketCluster, v1beta1, PATCH_AND_MARK_PROVISIONED, spec.controlPlaneEndpoint",
        "ProxmoxCluster, v1alpha1, CHECK_OR_PATCH, spec.controlPlaneEndpoint",
        "TinkerbellCluster, v1beta1, CHECK_OR_PATCH, spec.controlPlaneEndpoint",
        "VSphereCluster, v1beta1, CHECK_OR_PATCH, spec.controlPlaneEndpoint",
    })
    void theBuiltInKindsBehaveAsInTheGoProvider(String kind, String version, Behaviour behaviour, String where) {
        InfrastructureKind row = BUILT_IN.at(GROUP, kind, version).orElseThrow();

        assertThat(row.behaviour()).isEqualTo(behaviour);
        assertThat(row.where()).isEqualTo(where);
        assertThat(row.mark()).isEqualTo(Map.of("ready", true, "initialization", Map.of("provisioned", true)));
    }

    @Test
    void thereAreThirteenBuiltInKinds() {
        assertThat(BUILT_IN.rows().stream().map(InfrastructureKind::kind).distinct())
                .hasSize(13);
    }

    @Test
    void aKindThatIsNotInTheTableIsLeftAloneAndTheOthersAreNamed() {
        for (InfrastructureRef unknown : List.of(
                new InfrastructureRef(GROUP, "AnyCluster", "a"),
                new InfrastructureRef("other.test", "KubevirtCluster", "a"))) {
            InfrastructureCluster facts =
                    ObservedInfrastructure.unsupported(unknown, BUILT_IN).facts();

            assertThat(BUILT_IN.knows(unknown)).isFalse();
            assertThat(facts.behaviour()).isEqualTo(Behaviour.UNSUPPORTED);
            assertThat(facts.problem())
                    .contains("not supported: use one of AWSCluster, AzureCluster", "--infrastructure-kinds");
        }
    }

    @Test
    void aUsersRowsTakeThePlaceOfAllRowsOfTheirKind(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.csv"), """
                # two of mine
                group, kind, version, host, port, behaviour, provisioned-v1beta1, provisioned-v1beta2
                infrastructure.cluster.x-k8s.io, OpenStackCluster, v1beta1, spec.vip, spec.vipPort, check,,
                my.org, OscCluster, , spec.endpoint.host, spec.endpoint.port, patch-and-mark-provisioned, status.up,
                """);

        InfrastructureKinds kinds = BUILT_IN.with(file);

        assertThat(kinds.at(GROUP, "OpenStackCluster", "v1beta2")).isEmpty();
        assertThat(kinds.at(GROUP, "OpenStackCluster", "v1beta1").orElseThrow().behaviour())
                .isEqualTo(Behaviour.CHECK);
        assertThat(kinds.name(new InfrastructureRef(GROUP, "OpenStackCluster", "a")))
                .isEqualTo("OpenStackCluster (v1beta1)");
        InfrastructureKind mine = kinds.at("my.org", "OscCluster", "v1").orElseThrow();
        assertThat(mine.spec(new Endpoint("a", 1))).isEqualTo(Map.of("endpoint", Map.of("host", "a", "port", 1)));
        assertThat(mine.mark()).isEqualTo(Map.of("up", true));
        assertThat(kinds.rows()).hasSize(BUILT_IN.rows().size());
    }

    /** What is found at the paths of each built-in row: endpoint, host without a port. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'192.0.2.1', 6443, 192.0.2.1:6443, -",
                "'192.0.2.1', 0, -, 192.0.2.1",
                "'192.0.2.1', -, -, 192.0.2.1",
                "'', 0, -, -",
                "'', 6443, -, -",
                "-, -, -, -"
            })
    void anEndpointIsReadWhereTheRowSays(
            @Nullable String host, @Nullable Integer port, @Nullable String endpoint, @Nullable String hostOnly) {
        for (InfrastructureKind row : BUILT_IN.rows()) {
            GenericKubernetesResource live = object("status: {}");
            live.setAdditionalProperty("spec", nested(row, host, port));

            InfrastructureCluster facts = row.facts(live);

            assertThat(facts.endpoint() == null ? null : facts.endpoint().toString())
                    .isEqualTo(endpoint);
            assertThat(facts.host()).isEqualTo(hostOnly);
            assertThat(facts.found()).isTrue();
        }
    }

    private static Map<String, Object> nested(InfrastructureKind row, @Nullable String host, @Nullable Integer port) {
        Map<String, Object> spec = new HashMap<>();
        put(spec, row.host(), host);
        put(spec, row.port(), port);
        return spec;
    }

    @SuppressWarnings("unchecked") // made by this very method
    private static void put(Map<String, Object> spec, List<String> path, @Nullable Object value) {
        Map<String, Object> node = spec;
        for (String field : path.subList(1, path.size() - 1)) {
            node = (Map<String, Object>) node.computeIfAbsent(field, absent -> new HashMap<String, Object>());
        }
        if (value != null) {
            node.put(path.get(path.size() - 1), value);
        }
    }

    /** A kind that knows one contract has dropped the mark of the other one when we wrote both. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ready: true, initialization: {provisioned: true}}   | false | true
            {ready: true}                                        | false | false
            {ready: true}                                        | true  | true
            {initialization: {provisioned: true}}                | false | false
            {initialization: {provisioned: true}}                | true  | true
            {ready: false, initialization: {provisioned: false}} | true  | false
            {ready: "true"}                                      | true  | false
            {}                                                   | true  | false
            """)
    void itIsProvisionedOnceEveryMarkThatItsKindKnowsStands(String status, boolean writtenByUs, boolean provisioned) {
        GenericKubernetesResource live = object((writtenByUs
                        ? "metadata: {name: a, managedFields: [{manager: kamaji-provider, subresource: status}]}\n"
                        : "metadata: {name: a, managedFields: [{manager: manager, subresource: status}]}\n")
                + "status: " + status);

        assertThat(row("KubevirtCluster").facts(live).provisioned()).isEqualTo(provisioned);
        assertThat(row("AWSCluster").facts(live).provisioned()).isFalse();
    }

    private static InfrastructureKind row(String kind) {
        return BUILT_IN.at(GROUP, kind, "v1").orElseThrow();
    }

    private static GenericKubernetesResource object(String yaml) {
        String text = yaml.startsWith("metadata") ? yaml : "metadata: {name: a}\n" + yaml;
        return Serialization.unmarshal(text, GenericKubernetesResource.class);
    }
}
