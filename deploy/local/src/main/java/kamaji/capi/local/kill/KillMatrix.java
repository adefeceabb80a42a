// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import kamaji.capi.local.faults.FaultProxy;
import kamaji.capi.local.kamaji.KamajiOptions;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.StackOptions;

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

    private final LocalStack stack;
    private final KubernetesClient client;
    private final FaultProxy proxy;
    private final Ledger ledger;
    private final Consumer<String> progress;
    private final Map<Tenancy, Sentry> sentries = new LinkedHashMap<>();
    private ProviderProcess provider;
    private int kills;

    private KillMatrix(LocalStack stack, Consumer<String> progress) {
        this.stack = stack;
        this.client = stack.client();
        this.progress = progress;
        this.proxy = FaultProxy.start(
                URI.create(stack.kubernetes().url()), stack.kubernetes().caPem());
        this.ledger = new Ledger(client);
        this.provider = stack.startProviderAt(proxy.url());
    }

    /** What a stack for kills needs: Kamaji quick but not at once, and room for every request that is held. */
    public static StackOptions options() {
        KamajiOptions kamaji = KamajiOptions.immediate()
                .withEndpointDelay(Duration.ofMillis(500))
                .withReadyDelay(Duration.ofSeconds(1))
                .withAccessDelay(Duration.ofMillis(500))
                .withRolloutDelay(Duration.ofMillis(500));
        return StackOptions.of(kamaji).withArguments("--instance=kill", "--max-concurrent-reconciles=70");
    }

    /** Starts a provider behind a proxy on a stack that has none. */
    public static KillMatrix on(LocalStack stack, Consumer<String> progress) {
        return new KillMatrix(stack, progress);
    }

    /**
     * Lives some stories, one after the other.
     *
     * @param stories the first ones of a life
     * @param wanted which points are worth a kill
     * @return what came of each story
     */
    public List<StoryResult> run(List<LifeStory> stories, Predicate<KillPoint> wanted) throws InterruptedException {
        provider.awaitReady();
        List<Model> models = models(stories, wanted);
        int size =
                models.stream().mapToInt(model -> model.points().size()).max().orElse(0);
        List<Tenancy> fleet = fleet("kill", size);
        List<StoryResult> results = new ArrayList<>();
        for (Model model : models) {
            results.add(play(model, fleet));
        }
        return results;
    }

    /**
     * A story as it goes without faults.
     *
     * @param end the objects at its end
     */
    private record Model(LifeStory story, List<String> writes, List<KillPoint> points, Map<String, String> end) {}

    private List<Model> models(List<LifeStory> stories, Predicate<KillPoint> wanted) throws InterruptedException {
        Tenancy model = fleet("model", 1).get(0);
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

    private List<Tenancy> fleet(String prefix, int size) {
        return IntStream.range(0, size)
                .mapToObj(number -> {
                    Tenancy tenancy = new Tenancy(client, prefix + "-" + number);
                    client.resource(new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(tenancy.namespace())
                                    .endMetadata()
                                    .build())
                            .create();
                    Sentry sentry = new Sentry();
                    proxy.add(request -> request.namespace().equals(tenancy.namespace()), sentry);
                    sentries.put(tenancy, sentry);
                    return tenancy;
                })
                .toList();
    }

    private StoryResult play(Model model, List<Tenancy> fleet) throws InterruptedException {
        long begin = System.nanoTime();
        int before = kills;
        for (int i = 0; i < fleet.size(); i++) {
            sentry(fleet.get(i))
                    .watchFor(i < model.points().size() ? model.points().get(i) : null);
        }
        fleet.forEach(model.story()::begin);
        do {
            until(
                    model.story() + ": a kill point reached",
                    () -> held(fleet) || fleet.stream().noneMatch(tenancy -> waits(model, tenancy)));
        } while (killed(fleet));
        List<String> wrong = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Tenancy tenancy : fleet) {
            wrong.addAll(judge(model, tenancy, end));
        }
        StoryResult result = new StoryResult(
                model.story().toString(),
                model.writes(),
                model.points().size(),
                (int) fleet.stream()
                        .filter(tenancy -> sentry(tenancy).reached())
                        .count(),
                kills - before,
                Duration.ofNanos(System.nanoTime() - begin),
                wrong);
        progress.accept(result.toString());
        wrong.forEach(progress);
        return result;
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

    /** Kills the provider, which would outlive its parent. */
    void stop() {
        provider.kill();
    }

    @Override
    public void close() {
        ledger.close();
        provider.kill();
        proxy.close();
    }
}
