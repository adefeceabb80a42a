// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.local.stack.Workflows;

/** What is measured, on one stack, one after the other. */
final class Scenarios {
    /** After the last cluster is Ready, time for requests and runs that still follow. */
    private static final int AFTERWARDS_SECONDS = 3;

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final LocalStack stack;
    private final Workflows workflows;
    private final Duration longest;
    private final PrintWriter out;
    private ProviderProcess provider;

    /** Starts the provider; {@link #coldStart} waits for it. */
    Scenarios(LocalStack stack, Workflows workflows, Duration longest, PrintWriter out) {
        this.stack = stack;
        this.workflows = workflows;
        this.longest = longest;
        this.out = out;
        this.provider = stack.startProvider();
    }

    void coldStart() {
        Instant begin = Instant.now();
        provider.awaitReady();
        print(
                "provider ready after %.1f s, %.1f CPU s, %d MB%n",
                Times.seconds(Duration.between(begin, Instant.now())),
                Times.seconds(provider.cpu()),
                provider.residentMegabytes());
    }

    void bursts(List<Integer> sizes) throws InterruptedException {
        print("%n%-16s from apply to Ready, s       from Kamaji's Ready, s   requests       of Temporal%n", "");
        print("clusters  Ready     p50    p95    p99    max     p50    p95    p99  writes  reads    runs events   kB"
                + " transitions%n");
        for (int size : sizes) {
            burst(size);
        }
    }

    private void burst(int size) throws InterruptedException {
        String namespace = stack.kubernetes().freshNamespace("bench");
        Interval interval = Interval.begin(stack, provider);
        Burst burst = new Burst(stack.client(), namespace);
        burst.run(Burst.names(size), name -> SampleCluster.named(namespace, name), longest);
        TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS);
        Requests requests = interval.requests();
        Histories histories = Histories.of(workflows, namespace);
        double each = size;
        print(
                "%8d %6d %s %6.2f %s %7.2f %6.2f %7.2f %6.1f %4.1f %6.1f%n",
                size,
                burst.times().count(),
                burst.times().columns(),
                burst.times().percentile(1),
                burst.since(name -> stack.kamaji().readyAt(namespace, name)).columns(),
                requests.writes() / each,
                requests.reads() / each,
                histories.count() / each,
                histories.events() / each,
                histories.bytes() / each / 1000,
                histories.transitions() / each);
        print("          %s%n", interval.costs());
        if (histories.failed() > 0) {
            print("          %d runs failed%n", histories.failed());
        }
        requests.byKind().forEach((kind, count) -> print("          %-52s %6.2f a cluster%n", kind, count / each));
    }

    /** Settled clusters without replicas, beside one that is created. */
    void sleeping(int count) throws InterruptedException {
        String namespace = stack.kubernetes().freshNamespace("asleep");
        List<String> names = Burst.names(count);
        new Burst(stack.client(), namespace).run(names, name -> SampleCluster.named(namespace, name), longest);
        for (String name : names) {
            stack.client().resource(SampleCluster.replicas(namespace, name, 0)).patch(MERGE);
        }
        awaitAsleep(namespace, count);
        Interval interval = Interval.begin(stack, provider);
        String other = stack.kubernetes().freshNamespace("awake");
        Burst one = new Burst(stack.client(), other);
        one.run(Burst.names(1), name -> SampleCluster.named(other, name), longest);
        print(
                "%n%d asleep beside one that is created: it was Ready after %.2f s; requests about those asleep: %d%n",
                count,
                one.times().percentile(1),
                interval.requests().within(namespace).notWatches());
    }

    private void awaitAsleep(String namespace, int count) throws InterruptedException {
        Instant end = Instant.now().plus(longest);
        while (asleep(namespace) < count || Histories.of(workflows, namespace).open() > 0) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not all clusters fell asleep: " + asleep(namespace) + " of " + count);
            }
            TimeUnit.SECONDS.sleep(1);
        }
        TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS);
    }

    private long asleep(String namespace) {
        return stack
                .client()
                .genericKubernetesResources(TenantControlPlaneView.CONTEXT)
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .filter(tenant -> "Sleeping".equals(new TenantControlPlaneView(tenant).phase()))
                .count();
    }

    /** Clusters that can go on only when their infrastructure object is made. */
    void waiting(int count, Duration time) throws InterruptedException {
        String namespace = stack.kubernetes().freshNamespace("waiting");
        List<String> names = Burst.names(count);
        Burst burst = new Burst(stack.client(), namespace);
        burst.create(names, name -> SampleCluster.withoutInfrastructure(namespace, name));
        TimeUnit.SECONDS.sleep(30);
        Interval interval = Interval.begin(stack, provider);
        long events = Histories.of(workflows, namespace).events();
        TimeUnit.SECONDS.sleep(time.toSeconds());
        Requests requests = interval.requests();
        double each = count;
        print(
                "%n%d waiting for infrastructure for %d s: %.2f writes and %.2f reads, %.1f events a cluster in that time%n",
                count,
                time.toSeconds(),
                requests.writes() / each,
                requests.reads() / each,
                (Histories.of(workflows, namespace).events() - events) / each);
        print("          %s%n", interval.costs());
        Burst last = new Burst(stack.client(), namespace);
        last.run(names, name -> List.of(SampleCluster.infrastructure(namespace, name)), longest);
        print(
                "          Ready after the infrastructure: %d clusters, p50 p95 p99 %s s, %.1f events a cluster in all%n",
                last.times().count(),
                last.times().columns(),
                Histories.of(workflows, namespace).events() / each);
    }

    void idle(Duration time) throws InterruptedException {
        Interval interval = Interval.begin(stack, provider);
        TimeUnit.SECONDS.sleep(time.toSeconds());
        print(
                "%nidle %d s: %d requests but watches%n          %s%n",
                time.toSeconds(), interval.requests().notWatches(), interval.costs());
    }

    void restart(Duration time) throws InterruptedException {
        int before = workflows.runs().size();
        provider.close();
        Instant begin = Instant.now();
        provider = stack.startProvider();
        Interval interval = Interval.begin(stack, provider);
        provider.awaitReady();
        Duration ready = Duration.between(begin, Instant.now());
        TimeUnit.SECONDS.sleep(time.toSeconds());
        print(
                "restart with all settled: ready after %.1f s, %d workflows started, %d writes, %d reads%n          %s%n",
                Times.seconds(ready),
                workflows.runs().size() - before,
                interval.requests().writes(),
                interval.requests().reads(),
                interval.costs());
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
