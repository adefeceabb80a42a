// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;

/**
 * Something that happens to a cluster in a life that is made up.
 *
 * @param seconds after the one before
 * @param number what it is about: replicas, a minor version, a step
 */
record Happening(int seconds, Kind kind, int number) {
    private static final List<Step> STEPS = List.of(Step.values());
    private static final List<Failure.Kind> FAILURES =
            List.of(Failure.Kind.RETRY, Failure.Kind.WAIT_FOR_CHANGE, Failure.Kind.BUG, Failure.Kind.STALE);

    enum Kind {
        KAMAJI,
        SCALE,
        UPGRADE,
        PAUSE,
        UNPAUSE,
        DELETE,
        LOSE_TENANT,
        LOSE_SECRETS,
        FAIL,
        TERMINATE
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    /** A life of 3 to 14 happenings; versions only rise, and a third of all happenings is Kamaji's. */
    static List<Happening> life(long seed) {
        Random random = new Random(seed);
        List<Happening> life = new ArrayList<>();
        int minor = 33;
        for (int left = 3 + random.nextInt(12); left > 0; left--) {
            Kind kind = random.nextInt(3) == 0 ? Kind.KAMAJI : KINDS.get(random.nextInt(KINDS.size()));
            if (kind == Kind.DELETE && random.nextInt(3) > 0) {
                kind = Kind.KAMAJI;
            }
            int number = random.nextInt(1000);
            if (kind == Kind.UPGRADE) {
                minor += random.nextInt(3);
                number = minor;
            }
            life.add(new Happening(random.nextInt(45), kind, number));
        }
        return life;
    }

    void to(FakeCluster cluster, Runnable terminate) {
        switch (kind) {
            case KAMAJI -> cluster.kamaji();
            case SCALE -> cluster.scale(number % 4);
            case UPGRADE -> cluster.upgrade("v1." + number + ".2");
            case PAUSE -> cluster.pause(true);
            case UNPAUSE -> cluster.pause(false);
            case DELETE -> cluster.delete();
            case LOSE_TENANT -> cluster.lostTenant();
            case LOSE_SECRETS -> cluster.lostCredentials();
            case FAIL ->
                cluster.failNext(
                        STEPS.get(number % STEPS.size()),
                        FAILURES.get(number / 10 % FAILURES.size()),
                        1 + number / 100 % 3);
            case TERMINATE -> terminate.run();
        }
    }

    @Override
    public String toString() {
        return "+" + seconds + "s " + kind + " " + number;
    }
}
