// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
    @ParameterizedTest(name = "to {0}, asked for {1}, kubelet {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "v1.33.0, v1.30.2, -,       true",
                "v1.34.0, v1.30.2, -,       false",
                "v1.34.0, v1.31.0, v1.30.2, false",
                "v1.34.0, 1.31.0,  v1.31.0, true",
                "v1.34.0, -,       -,       true",
            })
    void noWorkerMayFallMoreThanThreeMinorsBehind(
            String next, @Nullable String asked, @Nullable String kubelet, boolean allowed) {
        assertThat(Workers.leftBehind(next, List.of(machine(asked, kubelet))).isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void theMachineAndTheCureAreNamed() {
        assertThat(Workers.leftBehind("v1.34.0", List.of(machine("v1.30.2", null))))
                .hasValue("Machine md-1 runs v1.30.2, more than 3 minor versions behind v1.34.0: upgrade the workers"
                        + " first");
    }

    @Test
    void aMachineThatIsBeingDeletedDoesNotCount() {
        GenericKubernetesResource leaving = machine("v1.28.0", null);
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(Workers.leftBehind("v1.34.0", List.of(leaving))).isEmpty();
    }

    @Test
    void thePoolOfMachinesHasOneVersionForAll() {
        GenericKubernetesResource pool = machine(null, null);
        pool.setKind("MachinePool");
        pool.setAdditionalProperty("spec", Map.of("template", Map.of("spec", Map.of("version", "v1.30.2"))));

        assertThat(Workers.leftBehind("v1.33.0", List.of(pool))).isEmpty();
        assertThat(Workers.leftBehind("v1.34.0", List.of(pool)))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("MachinePool md-1 runs v1.30.2"));
    }

    private static GenericKubernetesResource machine(@Nullable String asked, @Nullable String kubelet) {
        GenericKubernetesResource machine = new GenericKubernetesResource();
        machine.setKind("Machine");
        machine.setMetadata(new ObjectMetaBuilder().withName("md-1").build());
        if (asked != null) {
            machine.setAdditionalProperty("spec", Map.of("version", asked));
        }
        if (kubelet != null) {
            machine.setAdditionalProperty("status", Map.of("nodeInfo", Map.of("kubeletVersion", kubelet)));
        }
        return machine;
    }
}
