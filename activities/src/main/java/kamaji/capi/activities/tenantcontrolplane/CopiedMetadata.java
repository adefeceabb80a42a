// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kamaji.capi.activities.api.Annotations;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the labels and annotations that the TenantControlPlane gets from the KamajiControlPlane. Left out is what
 * speaks to other programs about the KamajiControlPlane itself: a tracking key on the copy would make a GitOps tool
 * prune the TenantControlPlane as an object that is not in Git.
 */
final class CopiedMetadata {
    private static final List<String> OTHERS = List.of(
            "kubectl.kubernetes.io/",
            "applyset.kubernetes.io/",
            "cluster.x-k8s.io/",
            Annotations.PROVIDER_PREFIX,
            "argocd.argoproj.io/",
            "kustomize.toolkit.fluxcd.io/",
            "helm.toolkit.fluxcd.io/",
            "meta.helm.sh/",
            "helm.sh/",
            "objectset.rio.cattle.io/",
            "kapp.k14s.io/",
            "config.k8s.io/",
            "config.kubernetes.io/");
    private static final Set<String> TRACKING = Set.of("app.kubernetes.io/managed-by", "app.kubernetes.io/instance");

    private CopiedMetadata() {}

    static Map<String, String> of(@Nullable Map<String, String> source) {
        Map<String, String> copied = new TreeMap<>(source == null ? Map.of() : source);
        copied.keySet().removeIf(key -> !isCopied(key));
        return copied;
    }

    private static boolean isCopied(String key) {
        int slash = key.indexOf('/');
        String prefix = key.substring(0, slash + 1);
        return !prefix.endsWith(".cluster.x-k8s.io/")
                && !key.startsWith("clusterctl")
                && !TRACKING.contains(key)
                && OTHERS.stream().noneMatch(key::startsWith);
    }
}
