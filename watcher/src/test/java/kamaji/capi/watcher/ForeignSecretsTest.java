// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Objects;
import kamaji.capi.activities.observation.PublishedSecret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignSecretsTest {
    private long now;
    private int requests;
    private @Nullable Secret there;
    private final ForeignSecrets secrets = new ForeignSecrets(
            (namespace, name) -> {
                requests++;
                return there;
            },
            Duration.ofSeconds(10),
            () -> now);

    @Test
    void whatAPersonMadeCostsOneRequestInAWhile() {
        there = secret("Opaque");
        for (now = 0; now < 10_000; now += 100) {
            assertThat(Objects.requireNonNull(find()).isForClusterApi()).isFalse();
        }
        assertThat(requests).isEqualTo(1);
        there = null;
        assertThat(find()).as("looked up again once the while is over").isNull();
    }

    @Test
    void oneOfOursThatLostItsLabelIsLookedUpEachTimeUntilItIsPutRight() {
        there = secret(PublishedSecret.CLUSTER_API_TYPE);
        find();
        find();
        assertThat(requests).isEqualTo(2);
    }

    private @Nullable PublishedSecret find() {
        return secrets.find("demo", "c1-kubeconfig");
    }

    private static Secret secret(String type) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("demo")
                .withName("c1-kubeconfig")
                .endMetadata()
                .withType(type)
                .build();
    }
}
