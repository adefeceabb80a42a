// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import kamaji.capi.activities.storage.ControlPlaneRelease;
import kamaji.capi.watcher.leadership.RunningProviders;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.kubernetes.AdministratorConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes off the objects what would hang without the provider. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Remove the provider's finalizer and its block of clusterctl move from KamajiControlPlanes, before it is"
                    + " uninstalled or another provider takes over. Nothing else is touched. Stop the provider first: it"
                    + " would put both back.",
            "The Kubernetes API is found through KUBECONFIG, or in a pod through its service account.",
            ""
        })
final class ReleaseCommand implements Callable<Integer> {
    /** Longer than a leader takes to renew its Lease. */
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "The one namespace to look at. All namespaces when not given.")
    private @Nullable String namespace;

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(
            names = "--force",
            description = "Do not look whether a provider runs. Without it the command refuses while one holds its"
                    + " Lease; one that runs without --leader-elect is not seen.")
    private boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (namespace != null && !namespace.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--namespace is '" + namespace
                            + "', which is no DNS label; write at most 63 lower-case letters, digits and '-'");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (AdministratorConnection connection = AdministratorConnection.open(System.getenv())) {
            boolean looks = !force && !dryRun;
            connection.checkForRelease(namespace, looks);
            if (looks) {
                refuseWhileRunning(connection);
            }
            boolean all =
                    connection.call(client -> new ControlPlaneRelease(client, out::println).run(namespace, dryRun));
            out.flush();
            return all ? 0 : ExitCode.INCOMPLETE.number();
        }
    }

    private static void refuseWhileRunning(AdministratorConnection connection) {
        List<String> running =
                connection.call(client -> new RunningProviders(client, Pause.of(RENEWAL)).find(Instant.now()));
        if (!running.isEmpty()) {
            throw new StartFailure(
                    ExitCode.PROVIDER_RUNS,
                    "the provider runs (Lease " + String.join(", Lease ", running)
                            + ") and would put back what is removed; scale its Deployment to 0 first, or pass --force");
        }
    }
}
