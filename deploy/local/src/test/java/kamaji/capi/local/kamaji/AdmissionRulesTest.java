// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionRulesTest {
    private final AdmissionRules rules = new AdmissionRules("default", 36, List.of("default", "other")::contains);

    @ParameterizedTest
    @CsvSource({
        "'',      v1.35.0, ''",
        "'',      1.35.0,  ''",
        "'',      v1.10.0, ''",
        "'',      v1.36.9, ''",
        "'',      v1.37.0, greater than the supported 1.36",
        "'',      latest,  not a semantic version",
        "v1.35.2, v1.35.0, ''",
        "v1.35.0, v1.36.0, ''",
        "v1.34.0, v1.36.0, non-sequential",
        "v1.35.0, v1.34.9, downgrade",
    })
    void versionMovesByOneMinorAtMost(String before, String wanted, String refusal) {
        KubeObject old = before.isEmpty() ? null : tenant("demo", before, Map.of());
        String answer = rules.refusal(tenant("demo", wanted, Map.of()), old).orElse("");
        assertThat(answer).contains(refusal);
        assertThat(answer.isEmpty()).isEqualTo(refusal.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"demo-1, true", "1demo, false", "demo.1, false", "Demo, false"})
    void nameIsCheckedAtCreationOnly(String name, boolean fine) {
        KubeObject tenant = tenant(name, "v1.35.0", Map.of());
        assertThat(rules.refusal(tenant, null).isEmpty()).isEqualTo(fine);
        assertThat(rules.refusal(tenant, tenant)).isEmpty();
    }

    @Test
    void unknownStoreIsRefused() {
        KubeObject tenant = tenant("demo", "v1.35.0", Map.of("dataStore", "missing"));
        assertThat(rules.refusal(tenant, null))
                .hasValueSatisfying(message -> assertThat(message).contains("missing DataStore does not exist"));
    }

    @ParameterizedTest
    @CsvSource({"10.96.0.10, true", "10.97.0.10, false", "fd00::10, false"})
    void dnsAddressLiesInAServiceRange(String address, boolean fine) {
        Map<String, Object> network =
                Map.of("serviceCidrs", List.of("10.96.0.0/16"), "dnsServiceIPs", List.of(address));
        KubeObject tenant = tenant("demo", "v1.35.0", Map.of("networkProfile", network));
        assertThat(rules.refusal(tenant, null).isEmpty()).isEqualTo(fine);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "api.example.org, true", "*.example.org, true", "-bad-, false"})
    void certificateNamesAreAddressesOrDnsNames(String name, boolean fine) {
        Map<String, Object> network = Map.of("certSANs", List.of(name));
        KubeObject tenant = tenant("demo", "v1.35.0", Map.of("networkProfile", network));
        assertThat(rules.refusal(tenant, null).isEmpty()).isEqualTo(fine);
    }

    /** The provider knows every refusal that is about what its user wrote. */
    @ParameterizedTest
    @MethodSource("refusals")
    void theProviderNamesFieldAndCureOfEachRefusal(KubeObject tenant, String field) {
        String refusal = rules.refusal(tenant, tenant("demo", "v1.35.0", Map.of()))
                .or(() -> rules.refusal(tenant, null))
                .orElseThrow();

        assertThat(explained(refusal)).startsWith(field);
    }

    static List<Arguments> refusals() {
        Map<String, Object> network = Map.of("serviceCidrs", List.of("10.96.0.0/16"), "dnsServiceIPs", List.of("::1"));
        Map<String, Object> twice = Map.of("resource", "/events", "dataStore", "other");
        return List.of(
                arguments(tenant("demo", "v1.37.0", Map.of()), "spec.version: this Kamaji does not support"),
                arguments(tenant("demo", "v1.34.0", Map.of()), "spec.version: Kamaji never goes back"),
                arguments(tenant("demo", "v1.35.0", Map.of("dataStore", "missing")), "spec.dataStoreName or"),
                arguments(
                        tenant("demo", "v1.35.0", Map.of("dataStoreOverrides", List.of(twice, twice))),
                        "spec.dataStoreOverrides: names a resource twice"),
                arguments(tenant("demo", "v1.35.0", Map.of("networkProfile", network)), "spec.network.dnsServiceIPs"),
                arguments(
                        tenant("demo", "v1.35.0", Map.of("controlPlane", Map.of("gateway", Map.of()))),
                        "spec.network.gateway"));
    }

    @Test
    void nothingIsRefusedToAnObjectThatGoes() {
        KubeObject going = new KubeObject(Trees.merge(
                tenant("demo", "nonsense", Map.of()).tree(),
                Trees.nest("2026-01-01T00:00:00Z", "metadata", "deletionTimestamp")));
        assertThat(rules.refusal(going, going)).isEmpty();
    }

    @Test
    void newTenantGetsStoreRangesAndDnsAddresses() {
        Map<String, Object> network = Map.of("serviceCidr", "10.1.0.0/16");
        Map<String, Object> spec = rules.defaults(tenant("demo", "v1.35.0", Map.of("networkProfile", network)));
        assertThat(spec).containsEntry("dataStore", "default");
        assertThat(Trees.map(spec, "networkProfile"))
                .containsEntry("serviceCidrs", List.of("10.1.0.0/16"))
                .containsEntry("podCidrs", List.of("10.244.0.0/16"))
                .containsEntry("dnsServiceIPs", List.of("10.1.0.10"));
    }

    @Test
    void dnsAddressOfASixthVersionRangeIsSixteenIn() {
        assertThat(Cidr.parse("fd00:1::/108").orElseThrow().dnsAddress()).isEqualTo("fd00:1:0:0:0:0:0:10");
        assertThat(Cidr.parse("name/8")).isEmpty();
    }

    @Test
    void theProviderNamesFieldAndCureOfASkippedMinor() {
        assertThat(explained(rules.refusal(tenant("demo", "v1.36.0", Map.of()), tenant("demo", "v1.34.0", Map.of()))
                        .orElseThrow()))
                .startsWith("spec.version: Kamaji takes one minor");
    }

    private static String explained(String refusal) {
        var answer = new StatusBuilder()
                .withCode(403)
                .withMessage("admission webhook \"v.kb.io\" denied the request: " + refusal)
                .build();
        return ApiErrors.of(new KubernetesClientException(answer), "TenantControlPlane")
                .message();
    }

    private static KubeObject tenant(String name, String version, Map<String, Object> spec) {
        Map<String, Object> kubernetes = Trees.nest(version, "kubernetes", "version");
        return new KubeObject(
                Map.of("metadata", Map.of("name", name, "namespace", "ns"), "spec", Trees.merge(kubernetes, spec)));
    }
}
