// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kamaji.capi.servers.KubernetesServer;
import kamaji.capi.servers.SharedServers;
import kamaji.capi.servers.TemporalServer;
import kamaji.capi.worker.ktcp.Ktcp;

/** The kubectl plugin on the shared servers; flags that are given go before those of the namespace and the servers. */
record KtcpCommand(String namespace) {
    private static final KubernetesServer KUBERNETES = SharedServers.kubernetes();
    private static final TemporalServer TEMPORAL = SharedServers.temporal();

    record Said(int code, String out, String err) {}

    Said run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (Stream.of(arguments).noneMatch(one -> one.equals("-n"))) {
            all.addAll(List.of("-n", namespace));
        }
        if (Stream.of(arguments).noneMatch(one -> one.startsWith("--kubeconfig"))) {
            all.add("--kubeconfig=" + KUBERNETES.kubeconfig());
        }
        if (Stream.of(arguments).noneMatch(one -> one.startsWith("--temporal-address"))) {
            all.add("--temporal-address=" + TEMPORAL.address());
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Ktcp.commandLine(Map.of(), new FailureReport())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
