// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kamaji.capi.local.clusterapi.ClusterApiOptions;
import kamaji.capi.local.kamaji.KamajiOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the stack is set up.
 *
 * @param kamaji behaviour of simulated Kamaji
 * @param core behaviour of simulated Cluster API core
 * @param directory where data and logs are kept; null for a temporary folder that is removed at the end
 * @param ui whether Temporal serves its web UI
 * @param temporalFile whether Temporal keeps its data in a file, so that it can be restarted
 * @param installed whether the provider's kinds and permissions are there from the start
 * @param arguments further flags of the provider
 * @param environment further environment variables of the provider
 */
public record StackOptions(
        KamajiOptions kamaji,
        ClusterApiOptions core,
        @Nullable Path directory,
        boolean ui,
        boolean temporalFile,
        boolean installed,
        List<String> arguments,
        Map<String, String> environment) {

    public StackOptions {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Simulated Kamaji as given; nothing kept, no UI, Temporal in memory. */
    public static StackOptions of(KamajiOptions kamaji) {
        return new StackOptions(kamaji, ClusterApiOptions.eager(), null, false, false, true, List.of(), Map.of());
    }

    public StackOptions withCore(ClusterApiOptions changed) {
        return new StackOptions(kamaji, changed, directory, ui, temporalFile, installed, arguments, environment);
    }

    public StackOptions withDirectory(@Nullable Path changed) {
        return new StackOptions(kamaji, core, changed, ui, temporalFile, installed, arguments, environment);
    }

    public StackOptions withUi() {
        return new StackOptions(kamaji, core, directory, true, temporalFile, installed, arguments, environment);
    }

    public StackOptions withTemporalFile() {
        return new StackOptions(kamaji, core, directory, ui, true, installed, arguments, environment);
    }

    /** Leaves out the provider's kinds and permissions, to be installed in a test. */
    public StackOptions withoutInstallation() {
        return new StackOptions(kamaji, core, directory, ui, temporalFile, false, arguments, environment);
    }

    public StackOptions withArguments(String... changed) {
        return new StackOptions(kamaji, core, directory, ui, temporalFile, installed, List.of(changed), environment);
    }
}
