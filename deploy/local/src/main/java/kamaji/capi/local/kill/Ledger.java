// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kill;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches all clusters all the time and writes down what must never happen on the way: a value that goes and comes back, a
 * second TenantControlPlane, a published Secret that is lost, a control plane that goes before its TenantControlPlane.
 */
final class Ledger implements AutoCloseable {
    private static final String CONTROL_PLANE = "KamajiControlPlane";
    private static final String TENANT = "TenantControlPlane";
    private static final String ABSENT = "(absent)";
    private static final Pattern LASTING = Pattern.compile(
            "/spec/.*|/metadata/(labels|annotations|ownerReferences)/.*|/status/initialization/.*|/data/.*");

    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Map<String, Map<String, List<String>>> values = new HashMap<>();
    private final Map<String, Set<String>> tenants = new HashMap<>();
    private final Map<String, Long> gone = new HashMap<>();
    private final Set<String> ending = new HashSet<>();
    private final Set<String> here = new HashSet<>();
    private final Map<String, List<String>> wrong = new HashMap<>();

    private final @Nullable KubernetesClient away;

    /** @param away the administrator's client of another cluster with TenantControlPlanes, null when there is none */
    Ledger(KubernetesClient client, @Nullable KubernetesClient away) {
        this.away = away;
        watch(client, "controlplane.cluster.x-k8s.io/v1alpha2", CONTROL_PLANE);
        watch(client, "kamaji.clastix.io/v1alpha1", TENANT);
        if (away != null) {
            watch(away, "kamaji.clastix.io/v1alpha1", TENANT);
        }
        watch(client, "v1", "Secret");
    }

    private void watch(KubernetesClient client, String apiVersion, String kind) {
        informers.add(client.genericKubernetesResources(apiVersion, kind)
                .inAnyNamespace()
                .inform(new ResourceEventHandler<GenericKubernetesResource>() {
                    @Override
                    public void onAdd(GenericKubernetesResource added) {
                        seen(kind, added);
                        if (kind.equals(TENANT) && client != away) {
                            isHere(added);
                        }
                    }

                    @Override
                    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
                        seen(kind, after);
                    }

                    @Override
                    public void onDelete(GenericKubernetesResource deleted, boolean unknown) {
                        lost(kind, deleted);
                    }
                }));
    }

    private synchronized void isHere(GenericKubernetesResource tenant) {
        here.add(tenant.getMetadata().getNamespace());
    }

    private synchronized void seen(String kind, GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        if (kind.equals(TENANT)) {
            Set<String> uids = tenants.computeIfAbsent(namespace, unused -> new HashSet<>());
            if (uids.add(object.getMetadata().getUid()) && uids.size() > 1) {
                note(namespace, "there was a second TenantControlPlane");
            }
        }
        if (object.isMarkedForDeletion()) {
            ending.add(namespace + "/" + kind);
            return;
        }
        if (kind.equals("Secret") && !object.getMetadata().getName().equals(Tenancy.KUBECONFIG)) {
            return;
        }
        Map<String, List<String>> known =
                values.computeIfAbsent(object.getMetadata().getUid(), unused -> new HashMap<>());
        Map<String, String> leaves = new HashMap<>();
        Leaves.of(object).forEach((path, value) -> {
            if (LASTING.matcher(path).matches()) {
                leaves.put(path, value);
            }
        });
        known.keySet().forEach(path -> leaves.putIfAbsent(path, ABSENT));
        leaves.forEach((path, value) ->
                changed(namespace, kind + path, known.computeIfAbsent(path, unused -> new ArrayList<>()), value));
    }

    private void changed(String namespace, String path, List<String> before, String value) {
        if (!before.isEmpty() && before.get(before.size() - 1).equals(value)) {
            return;
        }
        boolean secret = path.startsWith("Secret");
        if (before.contains(value)) {
            note(namespace, path + " went back" + (secret ? "" : " to " + value + " after " + before));
        }
        before.add(value);
    }

    private synchronized void lost(String kind, GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        if (away != null && kind.equals(CONTROL_PLANE) && isThere(away, namespace)) {
            note(
                    namespace,
                    "the control plane was released before its TenantControlPlane on the other cluster was gone");
        }
        gone.put(namespace + "/" + kind, Long.parseLong(object.getMetadata().getResourceVersion()));
        if (kind.equals("Secret")
                && object.getMetadata().getName().equals(Tenancy.KUBECONFIG)
                && !ending.contains(namespace + "/" + CONTROL_PLANE)) {
            note(namespace, "the published kubeconfig was deleted");
        }
    }

    private static boolean isThere(KubernetesClient client, String namespace) {
        return !client.genericKubernetesResources("kamaji.clastix.io/v1alpha1", TENANT)
                .inNamespace(namespace)
                .list()
                .getItems()
                .isEmpty();
    }

    private void note(String namespace, String what) {
        wrong.computeIfAbsent(namespace, unused -> new ArrayList<>()).add(what);
    }

    /** What went wrong with a cluster so far. */
    synchronized List<String> wrong(String namespace) {
        List<String> all = new ArrayList<>(wrong.getOrDefault(namespace, List.of()));
        // Only now: the watches of two kinds run side by side, their resource versions do not. Two clusters have none
        // in
        // common: there it is looked up when the control plane goes.
        Long released = gone.get(namespace + "/" + CONTROL_PLANE);
        if (released != null
                && here.contains(namespace)
                && gone.getOrDefault(namespace + "/" + TENANT, Long.MAX_VALUE) > released) {
            all.add("the control plane was released before its TenantControlPlane was gone");
        }
        return all;
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
