// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import java.net.HttpURLConnection;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.workflows.decision.Failure;

/**
 * Why another cluster cannot be worked with. Equal for equal causes, wherever it was noticed; never quotes a kubeconfig.
 *
 * @param message what is wrong and what to do
 * @param passing whether it may go away without anybody's doing
 */
public record RemoteProblem(String message, boolean passing) {
    public static RemoteProblem secretMissing(RemoteCluster cluster) {
        return lasting("Secret " + cluster.secretNamespace() + "/" + cluster.secretName()
                + " with the kubeconfig does not exist: create it, or correct " + ExternalReference.FIELD);
    }

    public static RemoteProblem secretForbidden(RemoteCluster cluster) {
        return lasting("the provider may not read Secret " + cluster.secretNamespace() + "/" + cluster.secretName()
                + " (403): grant get, list and watch on secrets to its service account");
    }

    public static RemoteProblem keyMissing(RemoteCluster cluster) {
        return lasting("Secret " + cluster.secretNamespace() + "/" + cluster.secretName() + " has no key "
                + cluster.key() + ": add the kubeconfig under it, or correct " + ExternalReference.FIELD
                + ".kubeconfigSecretKey");
    }

    /**
     * A kubeconfig that is wrong.
     *
     * @param why which field is wrong, and what to do
     */
    public static RemoteProblem unusable(RemoteCluster cluster, String why) {
        return lasting("the kubeconfig in " + cluster.describe() + " cannot be used: " + why);
    }

    public static RemoteProblem unreachable(RemoteCluster cluster) {
        return new RemoteProblem(
                "the cluster of " + cluster.describe()
                        + " does not answer, or not to these credentials: see whether its API server runs, can be reached"
                        + " from the provider, and accepts the kubeconfig",
                true);
    }

    public static RemoteProblem unauthorized(RemoteCluster cluster) {
        return new RemoteProblem(
                "the cluster of " + cluster.describe()
                        + " does not accept its credentials (401): put a fresh kubeconfig into the Secret",
                true);
    }

    public static RemoteProblem forbidden(RemoteCluster cluster, String namespace) {
        return lasting("the kubeconfig in " + cluster.describe() + " may not read TenantControlPlanes in namespace "
                + namespace + " (403): grant what deploy/external/rbac.yaml grants to its user");
    }

    public static RemoteProblem withoutKamaji(RemoteCluster cluster) {
        return lasting("Kamaji is not installed on the cluster of " + cluster.describe()
                + ": its API server does not know " + TenantControlPlaneView.KIND + " objects; install Kamaji there");
    }

    /** What the answer to reading a TenantControlPlane means. */
    public static RemoteProblem of(RemoteCluster cluster, String namespace, int httpCode) {
        return switch (httpCode) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> unauthorized(cluster);
            case HttpURLConnection.HTTP_FORBIDDEN -> forbidden(cluster, namespace);
            case HttpURLConnection.HTTP_NOT_FOUND -> withoutKamaji(cluster);
            default -> unreachable(cluster);
        };
    }

    private static RemoteProblem lasting(String message) {
        return new RemoteProblem(message, false);
    }

    /** The failure of a step that meets it. */
    public StepFailure failure() {
        return new StepFailure(passing ? Failure.Kind.RETRY : Failure.Kind.WAIT_FOR_CHANGE, message);
    }
}
