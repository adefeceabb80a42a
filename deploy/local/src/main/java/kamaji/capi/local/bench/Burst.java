// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.local.stack.ControlPlanes;
import org.jspecify.annotations.Nullable;

/** Creates objects of many clusters at once and notes when each cluster's status says Ready. */
final class Burst {
    private static final int CREATORS = 8;

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private final Map<String, Instant> ready = new ConcurrentHashMap<>();

    Burst(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    static List<String> names(int clusters) {
        return IntStream.range(0, clusters).mapToObj(i -> "bench-" + i).toList();
    }

    /** Creates the objects of each cluster and waits for all to be Ready; clusters that are late are missing in times. */
    void run(List<String> names, Function<String, List<GenericKubernetesResource>> objects, Duration longest)
            throws InterruptedException {
        CountDownLatch left = new CountDownLatch(names.size());
        try (SharedIndexInformer<KamajiControlPlane> informer = client.resources(KamajiControlPlane.class)
                .inNamespace(namespace)
                .inform(new ReadyTimes(left))) {
            create(names, objects);
            left.await(longest.toMillis(), TimeUnit.MILLISECONDS);
            informer.stop();
        }
    }

    /** From the first object of each cluster until it was seen Ready. */
    Times times() {
        return since(created::get);
    }

    /** From a moment of each cluster, null where it is not known, until it was seen Ready. */
    Times since(Function<String, @Nullable Instant> moment) {
        List<Duration> times = new ArrayList<>();
        ready.forEach((name, end) -> {
            Instant begin = moment.apply(name);
            if (begin != null) {
                times.add(Duration.between(begin, end));
            }
        });
        return new Times(times);
    }

    private final class ReadyTimes implements ResourceEventHandler<KamajiControlPlane> {
        private final CountDownLatch left;

        private ReadyTimes(CountDownLatch left) {
            this.left = left;
        }

        @Override
        public void onAdd(KamajiControlPlane added) {
            note(added);
        }

        @Override
        public void onUpdate(KamajiControlPlane before, KamajiControlPlane after) {
            note(after);
        }

        @Override
        public void onDelete(KamajiControlPlane gone, boolean unknown) {
            ready.remove(gone.getMetadata().getName());
        }

        private void note(KamajiControlPlane controlPlane) {
            String name = controlPlane.getMetadata().getName();
            if (ControlPlanes.ready(controlPlane) && ready.putIfAbsent(name, Instant.now()) == null) {
                left.countDown();
            }
        }
    }

    /** Creates objects without waiting for anything. */
    void create(List<String> names, Function<String, List<GenericKubernetesResource>> objects)
            throws InterruptedException {
        ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
        for (String name : names) {
            creators.execute(() -> {
                created.put(name, Instant.now());
                objects.apply(name).forEach(object -> client.resource(object).create());
            });
        }
        creators.shutdown();
        creators.awaitTermination(5, TimeUnit.MINUTES);
    }
}
