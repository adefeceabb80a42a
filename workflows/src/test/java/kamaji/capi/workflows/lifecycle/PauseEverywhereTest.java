// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kamaji.capi.workflows.facts.ControlPlane;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pause in the middle of every step of every life: one status patch tells of it, nothing else is written until its end,
 * and then the life ends as it would have without.
 */
class PauseEverywhereTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final int ROUNDS = 4;

    enum Life {
        PROVISION,
        SCALE,
        UPGRADE_IN_HOPS,
        SLEEP,
        ROTATE,
        SECRETS_LOST,
        TENANT_LOST,
        DELETE;

        void begin(FakeCluster cluster) {
            switch (this) {
                case PROVISION -> {}
                case SCALE -> cluster.scale(3);
                case UPGRADE_IN_HOPS -> cluster.upgrade("v1.35.2");
                case SLEEP -> cluster.scale(0);
                case ROTATE -> cluster.rotate("Ready");
                case SECRETS_LOST -> cluster.lostCredentials();
                case TENANT_LOST -> cluster.lostTenant();
                case DELETE -> cluster.delete();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void aPauseIsToldOnceAndNothingElseIsWrittenUntilItsEnd(Life life) {
        List<String> whole = new ArrayList<>();
        assertThat(Patience.with(life, () -> live(life, -1, whole))).isEmpty();
        assertThat(whole).as("the steps of " + life).isNotEmpty();
        for (int step = 0; step < worthPausingIn(whole); step++) {
            int paused = step;
            assertThat(Patience.with(life, () -> live(life, paused, new ArrayList<>())))
                    .as("%s, paused in the middle of step %d of %s", life, paused, whole)
                    .isEmpty();
        }
    }

    /** All steps to the last that does something, and one look after it unless nothing is left by then. */
    private static int worthPausingIn(List<String> steps) {
        int released = steps.indexOf("ReleaseControlPlane");
        if (released >= 0) {
            return released + 1;
        }
        int last = steps.size() - 1;
        while (last > 0 && steps.get(last - 1).equals("ObserveControlPlane")) {
            last--;
        }
        return last + 1;
    }

    /** Tells what went wrong; the steps of the life are added to those given. */
    private static List<String> live(Life life, int pausedAt, List<String> steps) {
        PausedAt[] watched = new PausedAt[1];
        try (Story story = new Story(cluster -> watched[0] = new PausedAt((FakeCluster) cluster))) {
            if (life != Life.PROVISION) {
                goOn(story);
            }
            int before = watched[0].begun().size();
            if (pausedAt >= 0) {
                watched[0].pauseIn(pausedAt);
            }
            life.begin(story.cluster);
            goOn(story);
            List<String> wrong = new ArrayList<>();
            if (pausedAt >= 0) {
                whilePaused(story, watched[0], wrong);
            }
            steps.addAll(watched[0].begun().subList(before, watched[0].begun().size()));
            wrong.addAll(OrderOfEverythingTest.wrongAtTheEnd(
                    story.cluster, story.result().outcome()));
            return wrong;
        }
    }

    private static void whilePaused(Story story, PausedAt watched, List<String> wrong) {
        if (!watched.written().equals(List.of("ReportStatus"))) {
            wrong.add("written during the pause: " + watched.written());
        }
        if (!story.cluster.told("Paused").isTrue()) {
            wrong.add("the pause is not told");
        }
        story.cluster.pause(false);
        goOn(story);
        ControlPlane left = Objects.requireNonNull(story.cluster.facts().controlPlane());
        boolean gone = left.deleting() && !left.finalizer();
        if (!gone && story.cluster.told("Paused").isTrue()) {
            wrong.add("the end of the pause is not told");
        }
    }

    /** Kamaji does its part, and every change is noticed. */
    private static void goOn(Story story) {
        for (int round = 0; round < ROUNDS; round++) {
            story.notice();
            story.pass(A_WHILE);
            story.cluster.kamaji();
        }
        story.notice();
        story.pass(A_WHILE);
    }
}
