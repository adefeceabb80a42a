// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;

/** CPU time and memory of every process of the stack, by the system's own account. */
final class Processes {
    private final LocalStack stack;
    private final ProviderProcess provider;

    Processes(LocalStack stack, ProviderProcess provider) {
        this.stack = stack;
        this.provider = provider;
    }

    /** User and system CPU time of each process so far; this one is that of both simulators and of the load. */
    Map<String, Duration> cpu() {
        Map<String, Duration> used = new LinkedHashMap<>();
        handles()
                .forEach((name, process) ->
                        used.put(name, process.info().totalCpuDuration().orElse(Duration.ZERO)));
        return used;
    }

    /** Resident memory of each process in megabytes; 0 where the system does not tell. */
    Map<String, Long> megabytes() {
        Map<String, Long> resident = new LinkedHashMap<>();
        handles().forEach((name, process) -> resident.put(name, megabytes(process.pid())));
        return resident;
    }

    private Map<String, ProcessHandle> handles() {
        Map<String, ProcessHandle> handles = new LinkedHashMap<>();
        LongStream.concat(
                        LongStream.of(provider.pid()),
                        LongStream.concat(
                                stack.kubernetes().pids().stream().mapToLong(Long::longValue),
                                stack.temporal().pids().stream().mapToLong(Long::longValue)))
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .forEach(process -> handles.put(name(process), process));
        handles.put("simulators", ProcessHandle.current());
        return handles;
    }

    private String name(ProcessHandle process) {
        return process.pid() == provider.pid()
                ? "provider"
                : process.info()
                        .command()
                        .map(command -> Path.of(command).getFileName().toString())
                        .orElse("ended");
    }

    private static long megabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
