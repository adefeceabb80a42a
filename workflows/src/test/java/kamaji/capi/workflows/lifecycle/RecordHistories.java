// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.servers.TemporalServerOptions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Ending;
import kamaji.capi.workflows.facts.Endpoint;

/**
 * Records one history per story from a real Temporal server: {@code RecordHistories FOLDER RELEASE}. A file that is there
 * already is never touched: what a released version recorded has to replay for ever.
 */
public final class RecordHistories {
    private static final String QUEUE = "recording";
    private static final Endpoint ELSEWHERE = new Endpoint("192.0.2.99", 6443);

    private final WorkflowClient client;
    private final FakeCluster cluster = new FakeCluster();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final ClusterRef ref;

    private RecordHistories(WorkflowClient client, String story) {
        this.client = client;
        this.ref = new ClusterRef("recorded", "demo", story);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: RecordHistories FOLDER RELEASE");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (TemporalServer server = TemporalServer.start(TemporalServerOptions.plain())) {
            WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(server.address())
                    .build());
            WorkflowClient client = WorkflowClient.newInstance(
                    stubs,
                    WorkflowClientOptions.newBuilder()
                            .setNamespace(server.namespace())
                            .setDataConverter(Payloads.converter())
                            .build());
            for (Map.Entry<String, Consumer<RecordHistories>> story : stories().entrySet()) {
                Path file = folder.resolve(story.getKey() + "-" + arguments[1] + ".json");
                if (!Files.exists(file)) {
                    Files.writeString(file, new RecordHistories(client, story.getKey()).record(story.getValue()));
                }
            }
            stubs.shutdownNow();
        }
    }

    static Map<String, Consumer<RecordHistories>> stories() {
        Map<String, Consumer<RecordHistories>> stories = new LinkedHashMap<>();
        stories.put("provision", RecordHistories::provision);
        stories.put(
                "scale",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.roll("Ready", "v1.33.1", 3))
                        .now(() -> story.cluster.scale(3)));
        stories.put(
                "upgrade",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.roll("Ready", "v1.34.0", 2))
                        .now(() -> story.cluster.upgrade("v1.34.0")));
        stories.put(
                "upgrade-in-hops",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, story.cluster::rolled)
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 3, story.cluster::rolled)
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 4, story.cluster::rolled)
                        .now(() -> story.cluster.upgrade("v1.36.2")));
        stories.put(
                "upgrade-refused",
                story -> story.settled().now(() -> {
                    story.cluster.failNext(Step.CHECK_UPGRADE, Failure.Kind.WAIT_FOR_CHANGE, 2);
                    story.cluster.upgrade("v1.35.0");
                }));
        stories.put(
                "sleep",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.roll("Sleeping", "v1.33.1", 0))
                        .now(() -> story.cluster.scale(0)));
        stories.put("wake", story -> {
            story.asleep();
            story.after(Step.APPLY_TENANT_CONTROL_PLANE, 3, () -> story.cluster.roll("Ready", "v1.33.1", 2))
                    .now(() -> story.cluster.scale(2));
        });
        stories.put("upgrade-asleep", story -> {
            story.asleep();
            story.after(Step.APPLY_TENANT_CONTROL_PLANE, 3, () -> story.cluster.roll("Sleeping", "v1.34.0", 0))
                    .after(Step.APPLY_TENANT_CONTROL_PLANE, 4, () -> story.cluster.roll("Sleeping", "v1.35.0", 0))
                    .now(() -> story.cluster.upgrade("v1.35.0"));
        });
        stories.put(
                "upgrade-corrected",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.upgrade("v1.34.3"))
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 3, story.cluster::rolled)
                        .now(() -> story.cluster.upgrade("v1.36.2")));
        stories.put("downgrade-refused", story -> story.settled().now(() -> story.cluster.upgrade("v1.32.9")));
        stories.put(
                "pause-in-an-upgrade",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.pause(true))
                        .now(() -> story.cluster.upgrade("v1.35.0")));
        stories.put("unpause-in-an-upgrade", story -> {
            story.settled()
                    .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.pause(true))
                    .now(() -> story.cluster.upgrade("v1.34.0"));
            story.play();
            story.now(() -> {
                story.cluster.rolled();
                story.cluster.pause(false);
            });
        });
        stories.put(
                "pause-in-a-deletion",
                story -> story.settled()
                        .after(Step.DELETE_TENANT_CONTROL_PLANE, 1, () -> story.cluster.pause(true))
                        .now(story.cluster::delete));
        stories.put("secrets-lost", story -> story.settled().now(story.cluster::lostCredentials));
        stories.put(
                "tenant-lost",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, story.cluster::run)
                        .now(story.cluster::lostTenant));
        stories.put("address-changed", story -> story.settled().now(() -> story.cluster.moved(ELSEWHERE)));
        stories.put("address-adopted", story -> {
            story.settled().now(() -> story.cluster.moved(ELSEWHERE));
            story.play();
            story.now(() -> story.cluster.adopt(ELSEWHERE));
        });
        stories.put(
                "data-store-missing",
                story -> story.now(() -> {
                    story.cluster.store("gold");
                    story.cluster.dataStore(new DataStore(false, null, null));
                }));
        stories.put(
                "delete",
                story -> story.settled()
                        .after(Step.DELETE_TENANT_CONTROL_PLANE, 1, story.cluster::removed)
                        .now(story.cluster::delete));
        stories.put(
                "delete-with-workers",
                story -> story.settled()
                        .after(Step.REPORT_STATUS, 3, () -> story.cluster.ending(Ending.PLAIN))
                        .after(Step.DELETE_TENANT_CONTROL_PLANE, 1, story.cluster::removed)
                        .now(() -> story.ends(new Ending(false, null, true, null, "default"))));
        stories.put(
                "force-release",
                story -> story.settled()
                        .now(() ->
                                story.ends(new Ending(false, "operator: the store is lost", true, null, "default"))));
        stories.put(
                "moved", story -> story.settled().now(() -> story.ends(new Ending(true, null, true, null, "default"))));
        stories.put(
                "restore",
                story -> story.settled().now(() -> {
                    story.cluster.restored("u2");
                    story.cluster.owned("an earlier KamajiControlPlane kcp (UID u1)");
                }));
        stories.put("rotate", story -> story.settled().now(() -> story.cluster.rotate("Ready")));
        stories.put(
                "rotate-authority",
                story -> story.settled()
                        .after(Step.ISSUE_CREDENTIALS, 2, () -> story.cluster.roll("Ready", "v1.33.1", 2))
                        .now(() -> story.cluster.rotate("CertificateAuthorityRotating")));
        stories.put(
                "rotate-while-failing",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 3, () -> story.cluster.rotate("Ready"))
                        .after(Step.ISSUE_CREDENTIALS, 2, () -> story.cluster.mend(Step.APPLY_TENANT_CONTROL_PLANE))
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 4, () -> story.cluster.roll("Ready", "v1.33.1", 3))
                        .now(() -> {
                            story.cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
                            story.cluster.scale(3);
                        }));
        stories.put(
                "migrate",
                story -> story.settled()
                        .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> story.cluster.roll("Migrating", "v1.33.1", 2))
                        .after(Step.REPORT_STATUS, 4, () -> story.cluster.migrated("Ready"))
                        .now(() -> story.cluster.store("gold")));
        stories.put("external-cluster", story -> {
            story.cluster.external(null, false);
            story.settled()
                    .after(Step.OBSERVE, 4, () -> story.cluster.external(null, false))
                    .after(Step.DELETE_TENANT_CONTROL_PLANE, 1, story.cluster::removed)
                    .now(() -> {
                        story.cluster.external("the cluster does not answer", true);
                        story.cluster.delete();
                    });
        });
        stories.put("pause", story -> story.now(() -> story.cluster.pause(true)));
        stories.put(
                "refused",
                story -> story.now(() ->
                        story.cluster.failNext(Step.APPLY_TENANT_CONTROL_PLANE, Failure.Kind.WAIT_FOR_CHANGE, 2)));
        stories.put("webhook-unreachable", story -> {
            story.cluster.failNext(Step.APPLY_TENANT_CONTROL_PLANE, Failure.Kind.RETRY, 3);
            story.after(Step.APPLY_TENANT_CONTROL_PLANE, 4, story.cluster::address)
                    .after(Step.PUBLISH_ENDPOINT, 1, story.cluster::run);
        });
        stories.put("access-forbidden", story -> {
            story.cluster.failNext(Step.VERIFY_ACCESS, Failure.Kind.RETRY, 18);
            story.provision();
        });
        stories.put("deleted-while-failing", story -> {
            story.cluster.breakStep(Step.APPLY_TENANT_CONTROL_PLANE, "webhook not reachable");
            story.after(Step.APPLY_TENANT_CONTROL_PLANE, 3, story.cluster::delete);
        });
        stories.put("conflict", story -> {
            story.cluster.failNext(Step.REPORT_STATUS, Failure.Kind.STALE, 1);
            story.provision();
        });
        return stories;
    }

    private void ends(Ending ending) {
        cluster.ending(ending);
        cluster.delete();
    }

    private void provision() {
        after(Step.APPLY_TENANT_CONTROL_PLANE, 1, cluster::address).after(Step.PUBLISH_ENDPOINT, 1, cluster::run);
    }

    private void asleep() {
        settled()
                .after(Step.APPLY_TENANT_CONTROL_PLANE, 2, () -> cluster.roll("Sleeping", "v1.33.1", 0))
                .now(() -> cluster.scale(0));
        play();
    }

    private RecordHistories settled() {
        provision();
        play();
        return this;
    }

    /** Something happens half a second after a step was taken so many times, and is noticed. */
    private RecordHistories after(Step step, int times, Runnable happening) {
        var unused = later.schedule(
                () -> {
                    if (cluster.called(step) < times) {
                        after(step, times, happening);
                        return;
                    }
                    happening.run();
                    notice();
                },
                500,
                TimeUnit.MILLISECONDS);
        return this;
    }

    private void now(Runnable change) {
        change.run();
    }

    private String record(Consumer<RecordHistories> story) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(QUEUE + "/" + ref.name());
        worker.registerWorkflowImplementationTypes(DurableControlPlaneLifecycle.class);
        worker.registerActivitiesImplementations(cluster);
        factory.start();
        story.accept(this);
        play();
        String json = client.fetchHistory(ref.workflowId()).toJson(true);
        later.shutdownNow();
        factory.shutdownNow();
        factory.awaitTermination(10, TimeUnit.SECONDS);
        return json;
    }

    private void play() {
        notice();
        client.newUntypedWorkflowStub(ref.workflowId()).getResult(Result.class);
    }

    private void notice() {
        WorkflowStub stub = client.newUntypedWorkflowStub(
                "ControlPlaneLifecycle",
                WorkflowOptions.newBuilder()
                        .setWorkflowId(ref.workflowId())
                        .setTaskQueue(QUEUE + "/" + ref.name())
                        .build());
        stub.signalWithStart("changed", new Object[] {"recorded"}, new Object[] {ref});
    }
}
