// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kinds that the API server serves, with the version that it prefers. What is served is remembered until
 * {@link #forget}; what is not is asked for again each time. Safe for use by many threads.
 */
public final class ServedKinds {
    private final KubernetesClient client;
    private final Map<String, ResourceDefinitionContext> known = new ConcurrentHashMap<>();

    public ServedKinds(KubernetesClient client) {
        this.client = client;
    }

    /**
     * How objects of a kind are read; empty when the API server does not know the kind.
     *
     * @param version which versions will do; the same for every call about one kind
     * @throws KubernetesClientException when it does not answer
     */
    public Optional<ResourceDefinitionContext> find(String apiGroup, String kind, Predicate<String> version) {
        String key = apiGroup + "/" + kind;
        ResourceDefinitionContext cached = known.get(key);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<ResourceDefinitionContext> found = discover(apiGroup, kind, version);
        found.ifPresent(context -> known.put(key, context));
        return found;
    }

    /** Whether a kind is served at one version. */
    public boolean serves(ResourceDefinitionContext context) {
        String key = context.getGroup() + "/" + context.getVersion() + "/" + context.getKind();
        if (known.containsKey(key)) {
            return true;
        }
        boolean served = inVersion(context.getGroup(), context.getVersion(), context.getKind())
                .isPresent();
        if (served) {
            known.put(key, context);
        }
        return served;
    }

    /** Asks again next time: a request for the kind was answered with 404. */
    public void forget(String apiGroup, String kind) {
        known.keySet().removeIf(key -> key.startsWith(apiGroup + "/") && key.endsWith("/" + kind));
    }

    private Optional<ResourceDefinitionContext> discover(String apiGroup, String kind, Predicate<String> fits) {
        APIGroup group = client.getApiGroup(apiGroup);
        if (group == null) {
            return Optional.empty();
        }
        Stream<GroupVersionForDiscovery> preferredFirst =
                Stream.concat(Stream.ofNullable(group.getPreferredVersion()), group.getVersions().stream());
        return preferredFirst
                .map(GroupVersionForDiscovery::getVersion)
                .distinct()
                .filter(fits)
                .flatMap(version -> inVersion(apiGroup, version, kind).stream())
                .findFirst();
    }

    private Optional<ResourceDefinitionContext> inVersion(String apiGroup, String version, String kind) {
        APIResourceList resources = client.getApiResources(apiGroup + "/" + version);
        if (resources == null) {
            return Optional.empty();
        }
        return resources.getResources().stream()
                .filter(resource ->
                        resource.getKind().equals(kind) && !resource.getName().contains("/"))
                .findFirst()
                .map(resource -> context(apiGroup, version, resource));
    }

    private static ResourceDefinitionContext context(String apiGroup, String version, APIResource resource) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(apiGroup)
                .withVersion(version)
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(resource.getNamespaced())
                .build();
    }
}
