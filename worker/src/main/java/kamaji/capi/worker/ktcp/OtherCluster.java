// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Optional;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteKubeconfig;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.activities.external.RemoteUnusableException;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;

/** The cluster that runs a TenantControlPlane elsewhere, reached by the kubeconfig that the KamajiControlPlane names. */
final class OtherCluster implements AutoCloseable {
    private final RemoteCluster cluster;
    private final KubernetesClient client;

    private OtherCluster(RemoteCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    /**
     * Reads the kubeconfig as the user may; does not ask the cluster yet.
     *
     * @throws StartFailure when nothing leads there
     */
    static OtherCluster of(ExternalTenant place, KubernetesAccess kubernetes) {
        RemoteCluster cluster = place.cluster();
        if (cluster == null || place.problem() != null) {
            throw new StartFailure(ExitCode.UNEXPECTED, String.valueOf(place.problem()));
        }
        Secret secret = kubernetes.ask(
                "read Secret " + cluster.secretNamespace() + "/" + cluster.secretName(),
                () -> kubernetes
                        .client()
                        .secrets()
                        .inNamespace(cluster.secretNamespace())
                        .withName(cluster.secretName())
                        .get());
        try {
            return new OtherCluster(
                    cluster, RemoteKubeconfig.in(secret, cluster).client(cluster));
        } catch (RemoteUnusableException unusable) {
            throw new StartFailure(ExitCode.UNEXPECTED, unusable.problem().message());
        }
    }

    /**
     * An object by name, empty when there is none or its kind is not served.
     *
     * @throws StartFailure when the cluster does not tell
     */
    Optional<GenericKubernetesResource> object(ResourceDefinitionContext context, String namespace, String name) {
        try {
            return Optional.ofNullable(new KubernetesApi(client).get(context, namespace, name));
        } catch (StepFailure failure) {
            throw new StartFailure(ExitCode.UNEXPECTED, message(context.getKind(), failure));
        }
    }

    private String message(String kind, StepFailure failure) {
        return switch (failure.httpCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                RemoteProblem.unauthorized(cluster).message();
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "the kubeconfig in " + cluster.describe() + " may not read " + kind + " objects there (403)";
            default -> "the cluster of " + cluster.describe() + " does not answer from here: " + failure.message();
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
