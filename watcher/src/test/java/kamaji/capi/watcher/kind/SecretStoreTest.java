// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Objects;
import kamaji.capi.activities.observation.PublishedSecret;
import org.junit.jupiter.api.Test;

class SecretStoreTest {
    private final SecretStore store = new SecretStore();

    @Test
    void theContentIsNotKept() {
        Secret fresh = secret("c2VjcmV0");
        store.put("default/one", fresh);
        Secret kept = Objects.requireNonNull(store.get("default/one"));
        assertThat(kept.getData()).isEmpty();
        assertThat(kept.getMetadata().getAnnotations()).isEmpty();
        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(store.values()).containsExactly(kept);
        assertThat(store.published("default", "one")).isEqualTo(PublishedSecret.of(fresh));
    }

    @Test
    void otherContentIsNoticed() {
        store.put("default/one", secret("b25l"));
        PublishedSecret before = store.published("default", "one");
        store.put("default/one", secret("dHdv"));
        assertThat(store.published("default", "one")).isNotEqualTo(before);
    }

    @Test
    void whatIsRemovedIsGone() {
        store.put("default/one", secret("b25l"));
        assertThat(store.remove("default/one")).isNotNull();
        assertThat(store.remove("default/one")).isNull();
        assertThat(store.published("default", "one")).isNull();
        assertThat(store.size()).isZero();
    }

    private static Secret secret(String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("one")
                .withResourceVersion("7")
                .withAnnotations(Map.of("copy", value))
                .endMetadata()
                .withType(PublishedSecret.CLUSTER_API_TYPE)
                .withData(Map.of(PublishedSecret.KUBECONFIG_KEY, value))
                .build();
    }
}
