// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kamaji.capi.activities.api.KamajiControlPlaneStatus;

/** The life of a cluster in the order in which it is lived; no value of a field comes twice in it. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum LifeStory {
    PROVISION(Tenancy::create, Tenancy::ready),
    UPGRADE(
            tenancy -> tenancy.edit(Map.of("version", "v1.35.2")),
            tenancy -> tenancy.ready() && says(tenancy, status -> "v1.35.2".equals(status.version()))),
    SLEEP(
            tenancy -> tenancy.edit(Map.of("replicas", 0)),
            tenancy -> says(
                    tenancy,
                    status -> status.settled() != null && Integer.valueOf(0).equals(status.replicas()))),
    WAKE(
            tenancy -> tenancy.edit(Map.of("replicas", 3)),
            tenancy -> tenancy.ready()
                    && says(tenancy, status -> Integer.valueOf(3).equals(status.readyReplicas()))),
    ROTATE(Tenancy::loseSources, Tenancy::kubeconfigFollows),
    DELETE(Tenancy::delete, tenancy -> tenancy.controlPlane().isEmpty());

    private final Consumer<Tenancy> act;
    private final Predicate<Tenancy> ended;

    LifeStory(Consumer<Tenancy> act, Predicate<Tenancy> ended) {
        this.act = act;
        this.ended = ended;
    }

    void begin(Tenancy tenancy) {
        act.accept(tenancy);
    }

    boolean ended(Tenancy tenancy) {
        return ended.test(tenancy);
    }

    private static boolean says(Tenancy tenancy, Predicate<KamajiControlPlaneStatus> what) {
        return tenancy.controlPlane()
                .map(controlPlane -> controlPlane.getStatus())
                .filter(what)
                .isPresent();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
