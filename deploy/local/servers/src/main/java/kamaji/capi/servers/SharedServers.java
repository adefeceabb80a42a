// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/**
 * Servers that all tests of one JVM share, started at the first question for them and stopped when the JVM ends. Nobody
 * else may close, kill or restart them; tests keep out of each other's way by namespaces.
 */
public final class SharedServers {
    private SharedServers() {}

    /** Kubernetes with controller manager and audit log. */
    public static KubernetesServer kubernetes() {
        return Kubernetes.SERVER;
    }

    /** Temporal in memory, with its namespace "default". */
    public static TemporalServer temporal() {
        return Temporal.SERVER;
    }

    private static final class Kubernetes {
        static final KubernetesServer SERVER = KubernetesServer.start(
                KubernetesServerOptions.plain().withControllerManager().withAuditLog());
    }

    private static final class Temporal {
        static final TemporalServer SERVER = TemporalServer.start(TemporalServerOptions.plain());
    }
}
