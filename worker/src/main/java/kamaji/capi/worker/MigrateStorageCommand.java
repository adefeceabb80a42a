// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import kamaji.capi.activities.storage.StorageMigration;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.kubernetes.AdministratorConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has all objects of our kinds stored in one version. */
@Command(
        name = "migrate-storage",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Store all KamajiControlPlanes and KamajiControlPlaneTemplates in one API version, then say so in their"
                    + " CustomResourceDefinitions. Run it once after switching from another provider, and before going"
                    + " back. It may be broken off and run again, and the provider may run meanwhile.",
            "The Kubernetes API is found through KUBECONFIG, or in a pod through its service account.",
            ""
        })
final class MigrateStorageCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description =
                    "v1alpha2, in which this provider's CRDs store; or v1alpha1, before CRDs are applied that have"
                            + " nothing else (releases up to v0.19 of the existing provider): the stored version is changed"
                            + " first, and objects with fields that those releases drop are named. Default: v1alpha2.")
    private String version = "v1alpha2";

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(
            names = "--settle-time",
            paramLabel = "DURATION",
            description = "Time for every API server to notice a change of the CRDs, waited for once where objects have"
                    + " to be stored anew. Default: 5s.")
    private Duration settleTime = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!version.equals("v1alpha1") && !version.equals("v1alpha2")) {
            throw new ParameterException(spec.commandLine(), "--to is '" + version + "'; write v1alpha2 or v1alpha1");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (AdministratorConnection connection = AdministratorConnection.open(System.getenv())) {
            connection.checkForMigration();
            boolean all = connection.call(
                    client -> new StorageMigration(client, Pause.of(settleTime), out::println).to(version, dryRun));
            out.flush();
            return all ? 0 : ExitCode.INCOMPLETE.number();
        }
    }
}
