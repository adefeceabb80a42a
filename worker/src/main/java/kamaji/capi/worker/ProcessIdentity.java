// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** The name of this process in histories and leases: the pod, or else host and process id. */
final class ProcessIdentity {
    private ProcessIdentity() {}

    static String of(Map<String, String> variables) {
        String pod = variables.getOrDefault("POD_NAME", "");
        return pod.isBlank() ? host(variables) + "-" + ProcessHandle.current().pid() : pod;
    }

    private static String host(Map<String, String> variables) {
        String named = variables.getOrDefault("HOSTNAME", "");
        if (!named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
