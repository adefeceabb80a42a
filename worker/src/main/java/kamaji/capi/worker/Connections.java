// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import kamaji.capi.worker.kubernetes.KubernetesConnection;
import kamaji.capi.worker.options.ProviderOptions;
import kamaji.capi.worker.temporal.EndOfProcess;
import kamaji.capi.worker.temporal.TemporalConnection;

/**
 * What roles are made from. All of it is open and checked, and closed after them.
 *
 * @param identity this process among others: in histories and as holder of the lease
 * @param searchAttributes whether workflows may be started with our search attributes
 * @param end for waiting that ends with the process
 * @param giveUp ends the process with an exit code that is not 0, for the reason given; returns at once
 */
public record Connections(
        ProviderOptions options,
        Instance instance,
        String identity,
        KubernetesConnection kubernetes,
        TemporalConnection temporal,
        boolean searchAttributes,
        MeterRegistry metrics,
        VirtualThreads threads,
        EndOfProcess end,
        Consumer<String> giveUp) {}
