// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the three Kubernetes processes: loopback only, no fsync, no leader election. */
record KubernetesCommands(KubernetesFiles files, int etcdPort, int apiPort) {

    String etcdUrl() {
        return "http://127.0.0.1:" + etcdPort;
    }

    String apiUrl() {
        return "https://127.0.0.1:" + apiPort;
    }

    List<String> etcd(Path program) {
        return List.of(
                program.toString(),
                "--data-dir=" + files.etcdData(),
                "--listen-client-urls=" + etcdUrl(),
                "--advertise-client-urls=" + etcdUrl(),
                "--listen-peer-urls=http://127.0.0.1:0",
                "--unsafe-no-fsync",
                "--quota-backend-bytes=8589934592",
                "--log-level=warn");
    }

    List<String> apiServer(Path program, boolean auditLog) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--etcd-servers=" + etcdUrl(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + apiPort,
                "--cert-dir=" + files.certificates(),
                "--token-auth-file=" + files.tokens(),
                "--authorization-mode=RBAC",
                "--anonymous-auth=false",
                // No controller makes default service accounts, so its admission would refuse every pod.
                "--disable-admission-plugins=ServiceAccount",
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-signing-key-file=" + files.signingKey(),
                "--service-account-key-file=" + files.verifyingKey(),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--endpoint-reconciler-type=none",
                "--enable-priority-and-fairness=true",
                "--profiling=false"));
        if (auditLog) {
            command.addAll(List.of(
                    "--audit-policy-file=" + files.auditPolicy(),
                    "--audit-log-path=" + files.auditLog(),
                    // Never rotated while a test or a benchmark counts its lines.
                    "--audit-log-maxsize=100000"));
        }
        return command;
    }

    List<String> controllerManager(Path program) {
        return List.of(
                program.toString(),
                "--kubeconfig=" + files.kubeconfig(),
                "--controllers=garbage-collector-controller,namespace-controller",
                "--leader-elect=false",
                "--secure-port=0",
                "--concurrent-gc-syncs=20",
                "--concurrent-namespace-syncs=10",
                "--kube-api-qps=500",
                "--kube-api-burst=1000");
    }
}
