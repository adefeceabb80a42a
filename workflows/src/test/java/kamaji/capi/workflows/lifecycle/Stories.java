// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests of stories have in common: one cluster, which most of them provision first. */
abstract class Stories {
    final Story story = new Story();
    final FakeCluster cluster = story.cluster;

    @AfterEach
    void end() {
        story.close();
    }

    /** Returns how many steps that took. */
    int provision() {
        story.after(Duration.ofSeconds(3), cluster::address).after(Duration.ofSeconds(10), cluster::run);
        assertThat(story.play()).isEqualTo(new Result("Converged", ""));
        return cluster.calls().size();
    }

    /** The steps taken after so many. */
    List<String> since(int before) {
        return cluster.calls().subList(before, cluster.calls().size());
    }
}
