// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.observation.References;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;

/** Finds control planes and what Kubernetes keeps about them. */
final class ControlPlanes {
    private final KubernetesAccess kubernetes;

    ControlPlanes(KubernetesAccess kubernetes) {
        this.kubernetes = kubernetes;
    }

    /** As it stands, or empty when there is none of this name. */
    Optional<KamajiControlPlane> find(String name) {
        return Optional.ofNullable(kubernetes.ask(
                "read KamajiControlPlane " + kubernetes.namespace() + "/" + name,
                () -> kubernetes
                        .client()
                        .resources(KamajiControlPlane.class)
                        .inNamespace(kubernetes.namespace())
                        .withName(name)
                        .get()));
    }

    /** Any object by name, empty when there is none or its kind is not served. */
    Optional<GenericKubernetesResource> object(ResourceDefinitionContext context, String name) {
        return Optional.ofNullable(kubernetes.ask("read " + context.getKind() + " " + name, () -> {
            var kind = kubernetes.client().genericKubernetesResources(context);
            return context.isNamespaceScoped()
                    ? kind.inNamespace(kubernetes.namespace()).withName(name).get()
                    : kind.withName(name).get();
        }));
    }

    /** The control plane as a generic object. */
    GenericKubernetesResource get(String name) {
        return object(References.CONTROL_PLANES, name).orElseThrow(() -> missing(name));
    }

    /** What to say when there is none: the nearest name, or the namespaces where there is one of this name. */
    StartFailure missing(String name) {
        String there = "there is no KamajiControlPlane " + name + " in namespace " + kubernetes.namespace();
        return new StartFailure(ExitCode.NOT_FOUND, there + hint(name));
    }

    private String hint(String name) {
        List<String> elsewhere;
        List<String> here;
        try {
            List<KamajiControlPlane> all = kubernetes
                    .client()
                    .resources(KamajiControlPlane.class)
                    .inAnyNamespace()
                    .list()
                    .getItems();
            elsewhere = all.stream()
                    .filter(one -> one.getMetadata().getName().equals(name))
                    .map(one -> one.getMetadata().getNamespace())
                    .toList();
            here = all.stream()
                    .filter(one -> one.getMetadata().getNamespace().equals(kubernetes.namespace()))
                    .map(one -> one.getMetadata().getName())
                    .toList();
        } catch (RuntimeException notPermitted) {
            return "; list them with: kubectl get ktcp -n " + kubernetes.namespace();
        }
        if (!elsewhere.isEmpty()) {
            return "; there is one in " + String.join(", ", elsewhere) + ": add -n " + elsewhere.get(0);
        }
        return NearestName.of(name, here)
                .map(near -> "; did you mean " + near + "?")
                .orElse(here.isEmpty() ? ", nor any other" : "; there are " + String.join(", ", here));
    }

    /** Events about a control plane, oldest first; Kubernetes keeps them for an hour, even beyond its deletion. */
    List<Event> events(String name) {
        return kubernetes.ask(
                "list events",
                () -> kubernetes
                        .client()
                        .v1()
                        .events()
                        .inNamespace(kubernetes.namespace())
                        .withFields(Map.of("involvedObject.kind", KamajiControlPlane.KIND, "involvedObject.name", name))
                        .list()
                        .getItems()
                        .stream()
                        .sorted(EventTime.OLDEST_FIRST)
                        .toList());
    }
}
