// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.kubernetes;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** What must hold before anything starts. Each check ends the process with a message that names the cure. */
final class StartChecks {
    private final KubernetesClient client;
    private final String origin;

    /** @param origin where the connection comes from, for messages */
    StartChecks(KubernetesClient client, String origin) {
        this.client = client;
        this.origin = origin;
    }

    String serverVersion() {
        try {
            return String.valueOf(client.getKubernetesVersion().getGitVersion());
        } catch (KubernetesClientException failure) {
            throw unreachable(failure);
        }
    }

    private StartFailure unreachable(KubernetesClientException failure) {
        String url = String.valueOf(client.getMasterUrl());
        if (failure.getCode() == 401 || failure.getCode() == 403) {
            return new StartFailure(
                    ExitCode.KUBERNETES_UNREACHABLE,
                    "the Kubernetes API at " + url + " refuses our credentials (" + failure.getCode() + "), which come"
                            + " from " + origin + "; renew them or name another file in KUBECONFIG");
        }
        return new StartFailure(
                ExitCode.KUBERNETES_UNREACHABLE,
                "the Kubernetes API at " + url + " cannot be reached: " + rootOf(failure) + "; the address comes from "
                        + origin
                        + "; check that the API server runs, or set KUBECONFIG to the file of the management cluster");
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }

    void controlPlanesServed() {
        APIResourceList served = resourcesOf("controlplane.cluster.x-k8s.io/v1alpha2");
        if (!names(served, "kamajicontrolplanes") || !names(served, "kamajicontrolplanes/status")) {
            throw new StartFailure(
                    ExitCode.API_MISSING,
                    "the Kubernetes API at " + client.getMasterUrl() + " does not serve kamajicontrolplanes of"
                            + " controlplane.cluster.x-k8s.io/v1alpha2; apply the CRDs of this provider first:"
                            + " kubectl apply -f deploy/crds, or clusterctl init --control-plane kamaji");
        }
    }

    void clustersServed() {
        if (!names(resourcesOf("cluster.x-k8s.io/v1beta2"), "clusters")) {
            throw new StartFailure(
                    ExitCode.API_MISSING,
                    "the Kubernetes API at " + client.getMasterUrl()
                            + " does not serve clusters of cluster.x-k8s.io/v1beta2; install Cluster API 1.11 or later"
                            + " first: clusterctl init");
        }
    }

    private @Nullable APIResourceList resourcesOf(String groupVersion) {
        try {
            String json = client.raw("/apis/" + groupVersion);
            return json == null ? null : Serialization.unmarshal(json, APIResourceList.class);
        } catch (KubernetesClientException failure) {
            throw unreachable(failure);
        }
    }

    private static boolean names(@Nullable APIResourceList list, String resource) {
        return list != null
                && list.getResources().stream().map(APIResource::getName).anyMatch(resource::equals);
    }

    void permitted(List<Permission> permissions) {
        permitted(
                permissions,
                "Apply the roles of this provider and bind them to its service account: kubectl apply -f deploy/rbac");
    }

    void permitted(List<Permission> permissions, String cure) {
        List<Permission> missing =
                permissions.stream().filter(one -> !isAllowed(one)).toList();
        if (missing.isEmpty()) {
            return;
        }
        String list = missing.stream().map(one -> "  " + one.describe()).collect(Collectors.joining("\n"));
        boolean instance = missing.stream().anyMatch(one -> one.resource().equals("namespaces"));
        throw new StartFailure(
                ExitCode.NOT_PERMITTED,
                "the Kubernetes API at " + client.getMasterUrl() + " does not permit us to\n" + list
                        + "\n" + cure
                        + (instance ? "\nReading kube-system is not needed when --instance is given." : ""));
    }

    private boolean isAllowed(Permission permission) {
        try {
            return Boolean.TRUE.equals(client.authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(permission.review())
                    .getStatus()
                    .getAllowed());
        } catch (KubernetesClientException failure) {
            throw unreachable(failure);
        }
    }

    /** The UID of the namespace kube-system: the one name that a Kubernetes cluster has for itself. */
    String clusterUid() {
        try {
            Namespace namespace = client.namespaces().withName("kube-system").get();
            if (namespace != null) {
                return namespace.getMetadata().getUid();
            }
        } catch (KubernetesClientException failure) {
            throw unreachable(failure);
        }
        throw new StartFailure(
                ExitCode.API_MISSING,
                "there is no namespace kube-system from which to name this instance; give it a name with --instance");
    }
}
