// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import kamaji.capi.activities.connection.LivelyHttpClientFactory;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** A client for commands that a person runs: it retries, and what goes wrong ends the process with a message. */
public final class AdministratorConnection implements AutoCloseable {
    private static final String CURE = "Use a kubeconfig of an administrator, or bind ClusterRole"
            + " kamaji-system-administration to your user: kubectl apply -f deploy/rbac/administration.yaml";

    private final KubernetesClient client;
    private final StartChecks checks;

    private AdministratorConnection(KubernetesClient client, String origin) {
        this.client = client;
        this.checks = new StartChecks(client, origin);
    }

    /**
     * Finds the API as {@code run} does; sends nothing yet.
     *
     * @throws StartFailure when KUBECONFIG names no file that exists
     */
    public static AdministratorConnection open(Map<String, String> variables) {
        String origin = KubernetesConnection.originOf(variables);
        Config config = KubernetesConnection.configuration();
        config.setRequestTimeout((int) Duration.ofSeconds(30).toMillis());
        return new AdministratorConnection(
                KubernetesConnection.client(
                        config, new LivelyHttpClientFactory(LivelyHttpClientFactory.LONGEST_SILENCE), Optional.empty()),
                origin);
    }

    /**
     * Makes sure that the API answers and permits what a migration does.
     *
     * @throws StartFailure saying what to do
     */
    public void checkForMigration() {
        checks.serverVersion();
        checks.permitted(AdministratorPermissions.ofMigration(), CURE);
    }

    /**
     * Makes sure that the API answers and permits what a release does.
     *
     * @param namespace null for all namespaces
     * @param leases whether Leases are looked at
     * @throws StartFailure saying what to do
     */
    public void checkForRelease(@Nullable String namespace, boolean leases) {
        checks.serverVersion();
        checks.controlPlanesServed();
        checks.permitted(AdministratorPermissions.ofRelease(namespace, leases), CURE);
    }

    /**
     * Does something with the client, which is only to be used inside.
     *
     * @throws StartFailure for what the API server answers
     */
    public <T> T call(Function<KubernetesClient, T> work) {
        try {
            return work.apply(client);
        } catch (KubernetesClientException failure) {
            throw ended(ApiErrors.of(failure, "Kubernetes"));
        } catch (StepFailure failure) {
            throw ended(failure);
        }
    }

    private static StartFailure ended(StepFailure failure) {
        return new StartFailure(codeOf(failure), failure.message());
    }

    private static ExitCode codeOf(StepFailure failure) {
        if (failure.httpCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            return ExitCode.NOT_PERMITTED;
        }
        boolean answered = failure.httpCode() > 0;
        return switch (failure.kind()) {
            case RETRY -> answered ? ExitCode.UNEXPECTED : ExitCode.KUBERNETES_UNREACHABLE;
            case WAIT_FOR_CHANGE -> answered ? ExitCode.UNEXPECTED : ExitCode.API_MISSING;
            case STALE -> ExitCode.INCOMPLETE;
            case BUG -> ExitCode.UNEXPECTED;
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
