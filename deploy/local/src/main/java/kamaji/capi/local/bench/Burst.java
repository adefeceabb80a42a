// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.local.stack.ControlPlanes;

/** Creates clusters at once and takes the time of each from its apply until its status says Ready. */
final class Burst {
    private static final int CREATORS = 8;

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Long> created = new ConcurrentHashMap<>();
    private final Map<String, Long> ready = new ConcurrentHashMap<>();

    Burst(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Runs a burst; clusters that are not Ready in time are missing in the answer. */
    List<Duration> run(int clusters, Duration longest) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(clusters);
        try (SharedIndexInformer<KamajiControlPlane> informer = client.resources(KamajiControlPlane.class)
                .inNamespace(namespace)
                .inform(new ReadyTimes(left))) {
            create(clusters);
            left.await(longest.toMillis(), TimeUnit.MILLISECONDS);
            informer.stop();
        }
        return ready.entrySet().stream()
                .map(entry ->
                        Duration.ofNanos(entry.getValue() - created.getOrDefault(entry.getKey(), entry.getValue())))
                .sorted()
                .toList();
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
            if (ControlPlanes.ready(controlPlane) && ready.putIfAbsent(name, System.nanoTime()) == null) {
                left.countDown();
            }
        }
    }

    private void create(int clusters) throws InterruptedException {
        ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            String name = "bench-" + i;
            work.add(() -> create(name));
        }
        work.forEach(creators::execute);
        creators.shutdown();
        creators.awaitTermination(5, TimeUnit.MINUTES);
    }

    private void create(String name) {
        created.put(name, System.nanoTime());
        for (GenericKubernetesResource object : SampleCluster.named(namespace, name)) {
            client.resource(object).create();
        }
    }
}
