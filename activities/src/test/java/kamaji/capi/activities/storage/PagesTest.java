// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import kamaji.capi.activities.failure.StepFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final List<String> seen = new ArrayList<>();
    private boolean expires;
    private int refusal;

    @Test
    void everyPageIsReadOnce() {
        read();
        assertThat(seen).containsExactly("0", "1", "2");
    }

    @Test
    void aListThatTheServerHasForgottenIsBegunAnew() {
        expires = true;
        read();
        assertThat(seen).containsExactly("0", "0", "1", "2");
    }

    @Test
    void anyOtherErrorEndsIt() {
        refusal = 403;
        assertThatThrownBy(this::read).isInstanceOf(StepFailure.class);
    }

    private void read() {
        new Pages("Thing", 1, this::list)
                .forEach(item -> seen.add(item.getMetadata().getName()));
    }

    private GenericKubernetesResourceList list(ListOptions options) {
        int page = options.getContinue() == null ? 0 : Integer.parseInt(options.getContinue());
        if (refusal > 0) {
            throw new KubernetesClientException("refused", refusal, null);
        }
        if (expires && page == 1) {
            expires = false;
            throw new KubernetesClientException("expired", 410, null);
        }
        return page(String.valueOf(page), page == 2 ? null : String.valueOf(page + 1));
    }

    private static GenericKubernetesResourceList page(String name, @Nullable String next) {
        GenericKubernetesResource item = new GenericKubernetesResource();
        item.setMetadata(new ObjectMetaBuilder().withName(name).build());
        GenericKubernetesResourceList list = new GenericKubernetesResourceList();
        list.setItems(List.of(item));
        ListMeta meta = new ListMeta();
        meta.setContinue(next);
        list.setMetadata(meta);
        return list;
    }
}
