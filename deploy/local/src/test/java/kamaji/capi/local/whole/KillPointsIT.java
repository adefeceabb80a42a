// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import kamaji.capi.local.kill.KillMatrix;
import kamaji.capi.local.kill.KillPoint;
import kamaji.capi.local.kill.LifeStory;
import kamaji.capi.local.kill.StoryResult;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.LocalStack;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider is killed around the writes that matter most of every story; {@code deploy/local/kill-matrix} does it at all. */
class KillPointsIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillPointsIT.class);

    /** The first write of a kind happens in every course that a story may take. */
    private static final Set<String> WRITES = Set.of(
            "patch tenantcontrolplanes", "patch kamajicontrolplanes", "patch secrets", "delete tenantcontrolplanes");

    private static final List<LifeStory> HERE = List.of(LifeStory.values()).subList(0, 6);

    private static boolean worthIt(KillPoint point) {
        return point.nth() == 1 && WRITES.contains(point.write());
    }

    @Test
    void killedAroundAnyWriteEveryStoryEndsAsIfNothingHadHappened() throws InterruptedException {
        try (LocalStack stack = LocalStack.start(Checkout.here(), KillMatrix.options(), LOG::info);
                KillMatrix matrix = KillMatrix.on(stack, LOG::info)) {
            List<StoryResult> results = matrix.run(HERE, KillPointsIT::worthIt);

            assertThat(results).allSatisfy(result -> {
                assertThat(result.wrong()).as(result.toString()).isEmpty();
                assertThat(result.reached()).as(result.toString()).isEqualTo(result.points());
            });
            assertThat(results.stream().mapToInt(StoryResult::reached).sum()).isGreaterThanOrEqualTo(24);
        }
    }
}
