// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final Endpoint ADDRESS = new Endpoint("192.0.2.10", 6443);

    private static Facts facts(String resourceVersion, @Nullable Endpoint ofCluster, boolean paused, long generation) {
        ControlPlane controlPlane = new ControlPlane(
                "u1",
                resourceVersion,
                generation,
                false,
                true,
                paused,
                null,
                null,
                null,
                "v1.33.1",
                2,
                null,
                ADDRESS,
                false,
                true,
                null,
                resourceVersion,
                null,
                null);
        OwningCluster cluster = new OwningCluster("c1", "cu1", false, ofCluster, null);
        return new Facts(controlPlane, cluster, null, null, null, Credentials.NONE, List.of());
    }

    @Test
    void ourOwnStatusIsNotInTheDigest() {
        assertThat(facts("1", null, false, 1).digest())
                .isEqualTo(facts("2", null, false, 1).digest());
    }

    @Test
    void theEndpointThatCoreCopiesFromUsChangesNothing() {
        assertThat(facts("1", ADDRESS, false, 1).digest())
                .isEqualTo(facts("1", null, false, 1).digest());
        assertThat(facts("1", new Endpoint("192.0.2.11", 6443), false, 1).digest())
                .isNotEqualTo(facts("1", null, false, 1).digest());
    }

    @Test
    void whilePausedNothingButThePauseIsInTheDigest() {
        assertThat(facts("1", null, true, 1).digest())
                .isEqualTo(facts("2", ADDRESS, true, 7).digest());
        assertThat(facts("1", null, true, 1).digest())
                .isNotEqualTo(facts("1", null, false, 1).digest());
    }

    @Test
    void aLongNameStillGivesAWorkflowId() {
        ClusterRef one = new ClusterRef("i", "n".repeat(63), "a".repeat(250));
        ClusterRef other = new ClusterRef("i", "n".repeat(63), "a".repeat(249) + "b");

        assertThat(one.workflowId()).hasSize(255).isNotEqualTo(other.workflowId());
        assertThat(new ClusterRef("i", "demo", "kcp").workflowId()).isEqualTo("i/demo/kcp");
    }

    @Test
    void aReferenceWithoutInstanceIsRefused() {
        assertThatThrownBy(() -> new ClusterRef("", "demo", "kcp")).hasMessageContaining("instance");
    }

    @Test
    void endpointsAreReadAndWrittenAlike() {
        assertThat(Endpoint.parse("[2001:db8::1]:6443")).hasToString("[2001:db8::1]:6443");
        assertThat(Endpoint.parse("api.example.org:443")).isEqualTo(new Endpoint("api.example.org", 443));
        assertThatThrownBy(() -> Endpoint.parse("host:many")).hasMessageContaining("port");
        assertThatThrownBy(() -> Endpoint.parse("host")).hasMessageContaining("host:port");
        assertThat(Endpoint.of("", 6443)).isEmpty();
        assertThat(Endpoint.of("host", 0)).isEmpty();
    }
}
