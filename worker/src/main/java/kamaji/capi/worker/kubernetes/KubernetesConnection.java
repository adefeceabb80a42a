// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import kamaji.capi.activities.connection.LivelyHttpClientFactory;
import kamaji.capi.activities.connection.Throttle;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.metrics.RequestMeasures;
import kamaji.capi.worker.options.ProviderOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two clients of one Kubernetes API: one for watches, which retries, and one for activities, which does not, because
 * there only Temporal retries. Each has an HTTP/2 connection of its own, so watches take no stream from activities.
 */
public final class KubernetesConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesConnection.class);

    private final KubernetesClient watches;
    private final KubernetesClient activities;
    private final String origin;
    private final String leaseNamespace;
    private final Throttle throttle;

    private KubernetesConnection(
            KubernetesClient watches,
            KubernetesClient activities,
            String origin,
            String leaseNamespace,
            Throttle throttle) {
        this.throttle = throttle;
        this.watches = watches;
        this.activities = activities;
        this.origin = origin;
        this.leaseNamespace = leaseNamespace;
    }

    /**
     * Makes the clients; sends nothing yet.
     *
     * @param tasks what runs the clients' own tasks, not closed here; threads of their own when empty
     * @param metrics gets the requests that are made
     * @throws StartFailure when KUBECONFIG names no file that exists
     */
    public static KubernetesConnection open(
            ProviderOptions options,
            Map<String, String> variables,
            Optional<? extends Executor> tasks,
            MeterRegistry metrics) {
        String origin = originOf(variables);
        Duration silence = options.limits().watchSilence();
        Config watching = configuration();
        watching.setRequestTimeout((int) Duration.ofSeconds(30).toMillis());
        Config acting = configuration();
        acting.setRequestRetryBackoffLimit(0);
        acting.setRequestTimeout((int) options.limits().kubeApiTimeout().toMillis());
        String lease = Optional.ofNullable(options.roles().leaderElectionNamespace())
                .or(() -> Optional.ofNullable(variables.get("POD_NAMESPACE")).filter(name -> !name.isBlank()))
                .or(() -> Optional.ofNullable(acting.getNamespace()))
                .orElse("default");
        Throttle throttle = new Throttle(System::nanoTime);
        Throttle patience = new Throttle(System::nanoTime);
        return new KubernetesConnection(
                client(
                        watching,
                        new LivelyHttpClientFactory(silence, patience::remaining),
                        tasks,
                        patience,
                        new RequestMeasures(metrics, "watches")),
                client(
                        acting,
                        new LivelyHttpClientFactory(silence),
                        tasks,
                        throttle,
                        new RequestMeasures(metrics, "activities")),
                origin,
                lease,
                throttle);
    }

    static Config configuration() {
        Config config = new ConfigBuilder(Config.autoConfigure(null)).build();
        config.setConnectionTimeout((int) Duration.ofSeconds(5).toMillis());
        config.setUserAgent("kamaji-provider");
        return config;
    }

    static KubernetesClient client(
            Config config,
            LivelyHttpClientFactory connections,
            Optional<? extends Executor> tasks,
            Interceptor... measures) {
        KubernetesClientBuilder builder = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(connections)
                .withHttpClientBuilderConsumer(http -> {
                    for (Interceptor each : measures) {
                        http.addOrReplaceInterceptor(each.getClass().getName(), each);
                    }
                });
        tasks.ifPresent(builder::withTaskExecutor);
        return builder.build();
    }

    /** A file that KUBECONFIG names and that is not there would silently lead to some other API server. */
    static String originOf(Map<String, String> variables) {
        String named = variables.getOrDefault("KUBECONFIG", "");
        if (named.isBlank()) {
            return "a pod's service account or ~/.kube/config, because KUBECONFIG names no file";
        }
        if (Arrays.stream(named.split(File.pathSeparator)).noneMatch(path -> new File(path).isFile())) {
            throw new StartFailure(
                    ExitCode.KUBERNETES_UNREACHABLE,
                    "KUBECONFIG names " + named + ", which does not exist; name the file of the management cluster");
        }
        return "KUBECONFIG=" + named;
    }

    /**
     * Makes sure that the API answers, serves our kinds and permits our work.
     *
     * @throws StartFailure saying what to do
     */
    public void check(ProviderOptions options) {
        StartChecks checks = new StartChecks(activities, origin);
        String version = checks.serverVersion();
        checks.controlPlanesServed();
        checks.clustersServed();
        checks.permitted(RequiredPermissions.of(options, leaseNamespace));
        LOG.info("kubernetes connected url={} version={} from={}", activities.getMasterUrl(), version, origin);
    }

    /** The UID of the namespace kube-system. */
    public String clusterUid() {
        return new StartChecks(activities, origin).clusterUid();
    }

    /** For informers and the lease: retries by itself. */
    public KubernetesClient watches() {
        return watches;
    }

    /** For activities: never retries, and gives up before the activity's time is over. */
    public KubernetesClient activities() {
        return activities;
    }

    /** Knows of the pauses that the API server asked activities for. */
    public Throttle throttle() {
        return throttle;
    }

    /** The namespace of the lease, and of events about no cluster. */
    public String leaseNamespace() {
        return leaseNamespace;
    }

    @Override
    public void close() {
        watches.close();
        activities.close();
    }
}
