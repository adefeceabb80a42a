// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LostFieldsTest {
    private static final Pattern NEW =
            Pattern.compile("(?m)^\\| (?:both|control plane) \\| (?:both|v1alpha1) \\| `spec\\.(\\S+)` \\| `new` \\|");

    /** That page is compared with the real CRDs. */
    @Test
    void theyAreTheFieldsThatThePageOfDifferencesCallsNew() throws IOException {
        Path page = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "docs", "api-differences.md");
        List<String> added = NEW.matcher(Files.readString(page))
                .results()
                .map(row -> Objects.requireNonNull(row.group(1)))
                .toList();
        assertThat(LostFields.PATHS).containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void onlyUsedOnesAreToldAndOnlyOnTheWayToTheOldVersion() {
        GenericKubernetesResource object = Serialization.unmarshal("""
                kind: KamajiControlPlane
                metadata: {namespace: a, name: b}
                spec: {network: {allocateLoadBalancerNodePorts: false, gateway: {name: c, port: 6443}}}
                """, GenericKubernetesResource.class);
        assertThat(LostFields.of(StoredKind.CONTROL_PLANES, object, "v1alpha1"))
                .contains("kamajicontrolplanes a/b: releases that have v1alpha1 only will drop"
                        + " spec.network.allocateLoadBalancerNodePorts, spec.network.gateway.port");
        assertThat(LostFields.of(StoredKind.CONTROL_PLANES, object, "v1alpha2")).isEmpty();
        assertThat(LostFields.of(StoredKind.TEMPLATES, object, "v1alpha1")).isEmpty();
    }
}
