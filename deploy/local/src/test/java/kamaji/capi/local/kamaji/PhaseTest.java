// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "asleep while pods still run,       0, false, 2, 2, 2, 0, v1.35.0, v1.35.0, Sleeping",
        "asleep at birth,                   0, false, 0, 0, 0, 0, v1.35.0, '',      Sleeping",
        "first pods starting,               2, false, 2, 2, 0, 2, v1.35.0, '',      NotReady",
        "pods lost,                         2, true,  2, 2, 0, 2, v1.35.0, v1.35.0, NotReady",
        "limits hide a rollout,             2, true,  4, 2, 2, 2, v1.36.0, v1.35.0, WriteLimited",
        "limits on a settled one,           2, true,  2, 2, 2, 0, v1.35.0, v1.35.0, WriteLimited",
        "all there,                         2, false, 2, 2, 2, 0, v1.35.0, v1.35.0, Ready",
        "all there for the first time,      2, false, 2, 2, 2, 0, v1.35.0, '',      Ready",
        "old pods beside new ones,          1, false, 2, 1, 1, 1, v1.36.0, v1.35.0, Upgrading",
        "one of two for the first time,     2, false, 2, 2, 1, 1, v1.35.0, '',      Provisioning",
        "scaling up,                        2, false, 2, 2, 1, 1, v1.35.0, v1.35.0, Unknown",
        "scaling down,                      1, false, 2, 2, 2, 0, v1.35.0, v1.35.0, Unknown",
        "other arguments,                   1, false, 2, 1, 1, 1, v1.35.0, v1.35.0, Unknown",
    })
    void firstMatchingRowDecides(
            String situation,
            int desired,
            boolean limited,
            int replicas,
            int updated,
            int ready,
            int unavailable,
            String wanted,
            String installed,
            String phase) {
        PodCounts pods = new PodCounts(replicas, updated, ready, unavailable);
        assertThat(Phase.of(desired, limited, pods, wanted, installed).text())
                .as(situation)
                .isEqualTo(phase);
    }
}
