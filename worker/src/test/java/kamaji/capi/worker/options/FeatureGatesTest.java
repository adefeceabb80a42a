// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureGatesTest {
    @ParameterizedTest
    @EnumSource(FeatureGate.class)
    void eachIsOffUntilAskedFor(FeatureGate gate) {
        assertThat(FeatureGates.parse(List.of()).isOn(gate)).isFalse();
        assertThat(FeatureGates.parse(List.of(gate.gateName() + "=true")).enabled())
                .containsExactly(gate);
    }

    @Test
    void lastOfANameWinsAndBlanksAreIgnored() {
        FeatureGates gates =
                FeatureGates.parse(List.of("", "SkipInfraClusterPatch=true", " ", "SkipInfraClusterPatch=false"));

        assertThat(gates.enabled()).isEmpty();
    }

    @Test
    void allAlphaTurnsOnWhatIsNotNamed() {
        FeatureGates gates = FeatureGates.parse(List.of("ExternalClusterReference=false", "AllAlpha=true"));

        assertThat(gates.enabled()).hasSize(3).doesNotContain(FeatureGate.EXTERNAL_CLUSTER_REFERENCE);
    }

    @Test
    void unknownGateIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> FeatureGates.parse(List.of("SkipInfra=true")))
                .hasMessageContaining("'SkipInfra'")
                .hasMessageContaining("SkipInfraClusterPatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SkipInfraClusterPatch", "SkipInfraClusterPatch=", "SkipInfraClusterPatch=yes"})
    void valueMustBeTrueOrFalse(String entry) {
        assertThatThrownBy(() -> FeatureGates.parse(List.of(entry))).hasMessageContaining("SkipInfraClusterPatch=true");
    }
}
