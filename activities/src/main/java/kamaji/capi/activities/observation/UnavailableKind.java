// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import java.net.HttpURLConnection;
import java.util.Locale;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.RemoteCluster;
import org.jspecify.annotations.Nullable;

/**
 * A kind that cannot be read at the moment.
 *
 * @param kind for example TenantControlPlane
 * @param httpCode 404 for a kind that is not installed, 403 for a missing permission
 * @param message what is wrong and what to do; equal for equal kind and code, wherever it was noticed
 */
public record UnavailableKind(String kind, int httpCode, String message) {

    /** A kind that the API server answered this code for. */
    public static UnavailableKind of(String kind, int httpCode) {
        return new UnavailableKind(
                kind, httpCode, httpCode == HttpURLConnection.HTTP_FORBIDDEN ? forbidden(kind) : missing(kind));
    }

    /** A kind that the kubeconfig of another cluster may not read. */
    public static UnavailableKind elsewhere(String kind, RemoteCluster cluster) {
        return new UnavailableKind(
                kind,
                HttpURLConnection.HTTP_FORBIDDEN,
                "the kubeconfig in " + cluster.describe() + " may not read " + kind
                        + " objects (403): grant what deploy/external/rbac.yaml grants to its user");
    }

    private static String forbidden(String kind) {
        if (kind.equals(Machines.KIND)) {
            return "the provider may not read Machine objects (403): grant list on machines." + ClusterView.GROUP
                    + " to its service account";
        }
        return "the provider may not read " + kind + " objects (403): grant get, list and watch on " + resource(kind)
                + " to its service account";
    }

    private static String missing(String kind) {
        return switch (kind) {
            case TenantControlPlaneView.KIND, DataStoreView.KIND ->
                "Kamaji is not installed: the API server does not know " + kind + " objects; install Kamaji";
            case Machines.KIND -> "the API server does not know Machine objects of version " + ClusterView.VERSION;
            case ClusterView.KIND ->
                "Cluster API is not installed: the API server does not know Cluster objects of version "
                        + ClusterView.VERSION + "; install Cluster API";
            default ->
                "the API server does not know " + kind + " objects; install the infrastructure provider that has them";
        };
    }

    private static String resource(String kind) {
        return switch (kind) {
            case TenantControlPlaneView.KIND ->
                TenantControlPlaneView.CONTEXT.getPlural() + "." + TenantControlPlaneView.GROUP;
            case DataStoreView.KIND -> DataStoreView.CONTEXT.getPlural() + "." + TenantControlPlaneView.GROUP;
            case ClusterView.KIND -> ClusterView.CONTEXT.getPlural() + "." + ClusterView.GROUP;
            default ->
                kind.toLowerCase(Locale.ROOT).replaceFirst(" .*", "")
                        + "s (as the roles deploy/rbac/infrastructure-*.yaml do)";
        };
    }

    static @Nullable UnavailableKind find(Iterable<UnavailableKind> all, String kind) {
        for (UnavailableKind one : all) {
            if (one.kind().equals(kind)) {
                return one;
            }
        }
        return null;
    }
}
