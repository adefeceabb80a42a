// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import kamaji.capi.local.faults.FaultProxy;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.OtherCluster;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;
import org.jspecify.annotations.Nullable;

/**
 * Kills the provider around the writes of every story. A model cluster lives its life without a fault and says which
 * writes there are and how the end looks. Then many clusters live it side by side, each with one point of each story at
 * which the provider is killed; one kill serves all clusters that have reached theirs. For one thread.
 */
public final class KillMatrix implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Others get this long to reach their points too; below the time-out of a request that is held. */
    private static final Duration GATHERING = Duration.ofSeconds(4);

    private static final Duration LOOK = Duration.ofMillis(100);

    /** How often a point is tried again that was not reached, because fewer writes were made after the kill before it. */
    private static final int ATTEMPTS = 3;

    private final LocalStack stack;
    private final KubernetesClient client;
    private final FaultProxy proxy;
    private final @Nullable OtherCluster other;
    private final @Nullable FaultProxy otherProxy;
    private final Ledger ledger;
    private final Consumer<String> progress;
    private final Map<Tenancy, Sentry> sentries = new LinkedHashMap<>();
    private ProviderProcess provider;
    private int kills;

    private KillMatrix(LocalStack stack, @Nullable OtherCluster other, Consumer<String> progress) {
        this.stack = stack;
        this.client = stack.client();
        this.progress = progress;
        this.proxy = FaultProxy.before(stack.kubernetes());
        this.other = other;
        this.otherProxy = other == null ? null : FaultProxy.withTlsBefore(other.kubernetes());
        this.ledger = new Ledger(client, other == null ? null : other.client());
        this.provider = stack.startProviderAt(proxy.url());
    }

    /** What a stack for kills needs: Kamaji quick but not at once, and room for every request that is held. */
    public static StackOptions options() {
        return StackOptions.of(kamaji())
                .withArguments(
                        "--instance=kill",
                        "--max-concurrent-reconciles=70",
                        "--feature-gates=ExternalClusterReference=true");
    }

    private static KamajiOptions kamaji() {
        return KamajiOptions.immediate()
                .withEndpointDelay(Duration.ofMillis(500))
                .withReadyDelay(Duration.ofSeconds(1))
                .withAccessDelay(Duration.ofMillis(500))
                .withRolloutDelay(Duration.ofMillis(500));
    }

    /** Starts a provider behind a proxy on a stack that has none. */
    public static KillMatrix on(LocalStack stack, Consumer<String> progress) {
        return new KillMatrix(stack, null, progress);
    }

    /** As {@link #on}, with a second cluster for the TenantControlPlanes of stories that are lived there. */
    public static KillMatrix withOtherCluster(LocalStack stack, Consumer<String> progress) {
        progress.accept("starting another cluster");
        return new KillMatrix(stack, OtherCluster.start(Checkout.here(), kamaji()), progress);
    }

    /**
     * Lives some stories, one after the other at each place.
     *
     * @param stories the first ones of the lives
     * @param wanted which points are worth a kill
     * @return what came of each story
     */
    public List<StoryResult> run(List<LifeStory> stories, Predicate<KillPoint> wanted) throws InterruptedException {
        provider.awaitReady();
        List<StoryResult> results = new ArrayList<>();
        for (Place place : Place.values()) {
            List<LifeStory> life =
                    stories.stream().filter(story -> story.place() == place).toList();
            if (!life.isEmpty()) {
                results.addAll(live(place, life, wanted));
            }
        }
        return results;
    }

    private List<StoryResult> live(Place place, List<LifeStory> stories, Predicate<KillPoint> wanted)
            throws InterruptedException {
        List<Model> models = models(place, stories, wanted);
        int size =
                models.stream().mapToInt(model -> model.points().size()).max().orElse(0);
        List<Tenancy> fleet = fleet(place, "kill", size);
        List<Tally> tallies = new ArrayList<>();
        for (Model model : models) {
            tallies.add(play(model, fleet));
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            again(place, "again" + attempt, tallies);
        }
        return tallies.stream().map(Tally::result).toList();
    }

    /**
     * A story as it goes without faults.
     *
     * @param end the objects at its end
     */
    record Model(LifeStory story, List<String> writes, List<KillPoint> points, Map<String, String> end) {}

    private List<Model> models(Place place, List<LifeStory> stories, Predicate<KillPoint> wanted)
            throws InterruptedException {
        Tenancy model = fleet(place, "model", 1).get(0);
        Sentry sentry = Objects.requireNonNull(sentries.get(model));
        List<Model> models = new ArrayList<>();
        for (LifeStory story : stories) {
            sentry.watchFor(null);
            story.begin(model);
            until(story + " of the model ended", () -> story.ended(model));
            Map<String, String> end = settled(model);
            List<String> writes = sentry.writes();
            models.add(new Model(
                    story, writes, KillPoint.of(writes).stream().filter(wanted).toList(), end));
            progress.accept(story + ": " + writes.size() + " writes: " + String.join(", ", writes));
        }
        requireNothing(ledger.wrong(model.namespace()), "the model");
        return models;
    }

    /** The objects once they have stayed the same for a while. */
    private Map<String, String> settled(Tenancy tenancy) throws InterruptedException {
        Map<String, String> before = tenancy.objects();
        for (int same = 0; same < 3; ) {
            TimeUnit.SECONDS.sleep(1);
            Map<String, String> now = tenancy.objects();
            same = now.equals(before) ? same + 1 : 0;
            before = now;
        }
        return before;
    }

    private List<Tenancy> fleet(Place place, String prefix, int size) {
        return IntStream.range(0, size)
                .mapToObj(number -> tenancy(place, place.name().toLowerCase(Locale.ROOT) + "-" + prefix + "-" + number))
                .toList();
    }

    private Tenancy tenancy(Place place, String namespace) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        Tenancy tenancy = new Tenancy(client, place == Place.AWAY ? away(namespace) : null, namespace);
        Sentry sentry = new Sentry();
        proxy.add(request -> request.namespace().equals(namespace), sentry);
        if (otherProxy != null) {
            otherProxy.add(request -> request.namespace().equals(namespace), sentry);
        }
        sentries.put(tenancy, sentry);
        return tenancy;
    }

    private Away away(String namespace) {
        OtherCluster cluster = Objects.requireNonNull(other, "stories on another cluster need one");
        FaultProxy way = Objects.requireNonNull(otherProxy);
        cluster.allow(namespace);
        return new Away(cluster.client(), user -> way.kubeconfig(cluster.token(user)));
    }

    private Tally play(Model model, List<Tenancy> fleet) throws InterruptedException {
        Tally tally = new Tally(model);
        for (int i = 0; i < fleet.size(); i++) {
            sentry(fleet.get(i))
                    .watchFor(i < model.points().size() ? model.points().get(i) : null);
        }
        through(tally, fleet);
        progress.accept(tally.result().toString());
        return tally;
    }

    /** One story of some clusters with all kills, up to their judgement. */
    private void through(Tally tally, List<Tenancy> clusters) throws InterruptedException {
        long begin = System.nanoTime();
        int before = kills;
        Model model = tally.model();
        clusters.forEach(model.story()::begin);
        do {
            until(
                    model.story() + ": a kill point reached",
                    () -> held(clusters) || clusters.stream().noneMatch(tenancy -> waits(model, tenancy)));
        } while (killed(clusters));
        List<String> wrong = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Tenancy tenancy : clusters) {
            wrong.addAll(judge(model, tenancy, end));
            if (sentry(tenancy).reached()) {
                tally.reached(Objects.requireNonNull(sentry(tenancy).point()));
            }
        }
        wrong.forEach(progress);
        tally.add(kills - before, Duration.ofNanos(System.nanoTime() - begin), wrong);
    }

    /**
     * Points that were not reached, each in a new cluster that is alone: a provider that was killed for another point may
     * write a status once instead of twice, so that a later write of the story never came.
     */
    private void again(Place place, String prefix, List<Tally> tallies) throws InterruptedException {
        int missed = tallies.stream().mapToInt(tally -> tally.missed().size()).sum();
        if (missed == 0) {
            return;
        }
        progress.accept(missed + " points were not reached, each is tried alone");
        List<Tenancy> fresh = new ArrayList<>(fleet(place, prefix, missed));
        for (Tally tally : tallies) {
            for (KillPoint point : tally.missed()) {
                Tenancy alone = fresh.remove(0);
                sentry(alone).watchFor(point);
                through(tally, List.of(alone));
                sentry(alone).watchFor(null);
            }
            for (Tenancy waiting : fresh) {
                tally.model().story().begin(waiting);
            }
            for (Tenancy waiting : fresh) {
                until(
                        tally.model().story() + " without a kill",
                        () -> tally.model().story().ended(waiting));
            }
        }
    }

    /** Whether a cluster may still reach its point. */
    private boolean waits(Model model, Tenancy tenancy) {
        return sentry(tenancy).waits() && !model.story().ended(tenancy);
    }

    private boolean held(List<Tenancy> fleet) {
        return fleet.stream().anyMatch(tenancy -> sentry(tenancy).holds());
    }

    /** Kills the provider once others have gathered too; false when nobody is held. */
    private boolean killed(List<Tenancy> fleet) throws InterruptedException {
        if (!held(fleet)) {
            return false;
        }
        long end = System.nanoTime() + GATHERING.toNanos();
        while (System.nanoTime() < end
                && fleet.stream().anyMatch(tenancy -> sentry(tenancy).waits())) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        provider.kill();
        kills++;
        sentries.values().forEach(Sentry::release);
        provider = stack.startProviderAt(proxy.url());
        return true;
    }

    /** What is wrong with the end of a cluster and with the way there; nothing if it ended like the model. */
    private List<String> judge(Model model, Tenancy tenancy, long end) throws InterruptedException {
        String about = model.story() + " killed "
                + Objects.requireNonNullElse(sentry(tenancy).point(), "elsewhere");
        List<String> wrong = new ArrayList<>();
        while (!(model.story().ended(tenancy) && tenancy.objects().equals(model.end())) && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
        }
        Map<String, String> objects = tenancy.objects();
        if (!model.story().ended(tenancy)) {
            wrong.add(about + ": did not end within " + PATIENCE.toSeconds() + " s");
        }
        if (!objects.equals(model.end())) {
            wrong.add(about + ": another end:\n" + Difference.between(model.end(), objects));
        }
        ledger.wrong(tenancy.namespace()).forEach(what -> wrong.add(about + ": " + what));
        return wrong;
    }

    private Sentry sentry(Tenancy tenancy) {
        return Objects.requireNonNull(sentries.get(tenancy));
    }

    private static void requireNothing(List<String> wrong, String about) {
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(about + ": " + wrong);
        }
    }

    private static void until(String what, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    @Override
    public void close() {
        ledger.close();
        provider.kill();
        proxy.close();
        if (other != null && otherProxy != null) {
            otherProxy.close();
            other.close();
        }
    }
}
