// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.simulation;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;

/** The shared API server with the resource definitions of the local stack, and single calls to it. */
public final class LocalServer implements AutoCloseable {
    private static final KubernetesServer SERVER = withDefinitions();

    public final KubernetesClient client = SERVER.adminClient();
    public final ApiCalls calls = new ApiCalls(client);
    public final String namespace;

    public LocalServer(String prefix) {
        namespace = SERVER.freshNamespace(prefix);
    }

    private static KubernetesServer withDefinitions() {
        KubernetesServer server = SharedServers.kubernetes();
        Path root = Path.of(System.getProperty("checkout.root"));
        server.applyCrds(root.resolve("deploy/local/src/main/resources/kamaji/capi/local/crds"));
        server.applyCrds(root.resolve("deploy/crds"));
        return server;
    }

    public KubeObject create(Kind kind, String name, Map<String, Object> spec) {
        return calls.create(
                kind, namespace, Trees.merge(Trees.nest(name, "metadata", "name"), Trees.nest(spec, "spec")));
    }

    public KubeObject patchSpec(Kind kind, String name, Object value, String... path) {
        return calls.merge(kind, namespace, name, Trees.nest(Trees.nest(value, path), "spec"));
    }

    public Optional<KubeObject> find(Kind kind, String name) {
        return calls.get(kind, namespace, name);
    }

    public KubeObject get(Kind kind, String name) {
        return find(kind, name).orElseThrow();
    }

    @Override
    public void close() {
        client.close();
    }
}
