// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.local.stack.ProviderProcess;
import kamaji.capi.servers.AuditLog;

/** What has happened since a moment: the provider's requests, and the CPU time that each process used. */
final class Interval {
    private final AuditLog audit;
    private final long mark;
    private final Processes processes;
    private final Map<String, Duration> before;

    private Interval(LocalStack stack, ProviderProcess provider) {
        this.audit = stack.kubernetes().auditLog();
        this.mark = audit.size();
        this.processes = new Processes(stack, provider);
        this.before = processes.cpu();
    }

    static Interval begin(LocalStack stack, ProviderProcess provider) {
        return new Interval(stack, provider);
    }

    Requests requests() {
        return new Requests(audit.linesFrom(mark));
    }

    /** CPU time of each process since then. */
    Map<String, Duration> cpu() {
        Map<String, Duration> used = new LinkedHashMap<>();
        processes.cpu().forEach((name, now) -> used.put(name, now.minus(before.getOrDefault(name, Duration.ZERO))));
        return used;
    }

    /** CPU seconds and megabytes of each process, with the sum, as one line. */
    String costs() {
        Map<String, Duration> used = cpu();
        Map<String, Long> resident = processes.megabytes();
        Duration total = used.values().stream().reduce(Duration.ZERO, Duration::plus);
        return used.entrySet().stream()
                .map(process -> String.format(
                        Locale.ROOT,
                        "%s %.1f s %d MB",
                        process.getKey(),
                        Times.seconds(process.getValue()),
                        resident.getOrDefault(process.getKey(), 0L)))
                .collect(Collectors.joining(
                        ", ", "", String.format(Locale.ROOT, "; all %.1f CPU s", Times.seconds(total))));
    }
}
