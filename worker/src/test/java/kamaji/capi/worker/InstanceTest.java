// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceTest {
    private static final String UID = "0f6b2a1e-9d43-4b2c-8f0e-6d1c2b3a4f5e";

    @Test
    void isMadeOfClusterAndScope() {
        assertThat(Instance.derive(UID, null, null).name()).matches("0f6b2a1e-[0-9a-f]{6}");
    }

    /** A name that changes with a release would leave all running workflows behind. */
    @Test
    void neverChangesBetweenReleases() {
        assertThat(Instance.derive(UID, null, null).name()).isEqualTo("0f6b2a1e-6e340b");
        assertThat(Instance.derive(UID, "tenants", "blue").name()).isEqualTo("0f6b2a1e-aa446b");
    }

    @Test
    void differentScopesDiffer() {
        List<String> names = List.of(
                Instance.derive(UID, null, null).name(),
                Instance.derive(UID, "a", null).name(),
                Instance.derive(UID, null, "a").name(),
                Instance.derive(UID, "a", "a").name(),
                Instance.derive("1" + UID, null, null).name());

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void namesTheTaskQueue() {
        assertThat(new Instance("blue").taskQueue()).isEqualTo("kamaji-provider-blue");
    }

    @Test
    void mustBeADnsLabel() {
        assertThatThrownBy(() -> new Instance("Blue/1")).hasMessageContaining("'Blue/1'");
    }
}
