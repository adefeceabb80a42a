// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kamaji.capi.activities.api.KamajiControlPlaneStatus;

/** The lives of a cluster at each place in the order in which they are lived; no value of a field comes twice in it. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum LifeStory {
    PROVISION(Place.HERE, Tenancy::create, Tenancy::ready),
    UPGRADE(
            Place.HERE,
            tenancy -> tenancy.edit(Map.of("version", "v1.35.2")),
            tenancy -> tenancy.ready() && says(tenancy, status -> "v1.35.2".equals(status.version()))),
    SLEEP(
            Place.HERE,
            tenancy -> tenancy.edit(Map.of("replicas", 0)),
            tenancy -> says(
                    tenancy,
                    status -> status.settled() != null && Integer.valueOf(0).equals(status.replicas()))),
    WAKE(
            Place.HERE,
            tenancy -> tenancy.edit(Map.of("replicas", 3)),
            tenancy -> tenancy.ready()
                    && says(tenancy, status -> Integer.valueOf(3).equals(status.readyReplicas()))),
    ROTATE(Place.HERE, Tenancy::loseSources, Tenancy::kubeconfigFollows),
    DELETE(Place.HERE, Tenancy::delete, Tenancy::gone),
    EXTERNAL_PROVISION(Place.AWAY, Tenancy::create, Tenancy::ready),
    EXTERNAL_ROTATE(Place.AWAY, Tenancy::loseSources, Tenancy::kubeconfigFollows),
    EXTERNAL_DELETE(Place.AWAY, Tenancy::delete, Tenancy::gone);

    private final Place place;
    private final Consumer<Tenancy> act;
    private final Predicate<Tenancy> ended;

    LifeStory(Place place, Consumer<Tenancy> act, Predicate<Tenancy> ended) {
        this.place = place;
        this.act = act;
        this.ended = ended;
    }

    Place place() {
        return place;
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
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
