// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KubernetesServer} has and where it lives.
 *
 * @param controllerManager garbage collection of dependents and removal of deleted namespaces
 * @param auditLog one line for each finished request, without bodies
 * @param dataDirectory kept after close and used again by the next start; null means a temporary one
 * @param port of the API server on loopback; 0 means any free one
 */
public record KubernetesServerOptions(
        boolean controllerManager,
        boolean auditLog,
        @Nullable Path dataDirectory,
        int port) {

    public KubernetesServerOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 (any) to 65535");
        }
    }

    /** etcd and the API server alone, temporary, on any port. */
    public static KubernetesServerOptions plain() {
        return new KubernetesServerOptions(false, false, null, 0);
    }

    public KubernetesServerOptions withControllerManager() {
        return new KubernetesServerOptions(true, auditLog, dataDirectory, port);
    }

    public KubernetesServerOptions withAuditLog() {
        return new KubernetesServerOptions(controllerManager, true, dataDirectory, port);
    }

    public KubernetesServerOptions withDataDirectory(Path directory) {
        return new KubernetesServerOptions(controllerManager, auditLog, directory, port);
    }

    public KubernetesServerOptions withPort(int wanted) {
        return new KubernetesServerOptions(controllerManager, auditLog, dataDirectory, wanted);
    }
}
