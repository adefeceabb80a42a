// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kamaji.capi.local.stack.LocalStack;
import kamaji.capi.servers.AuditLine;

/** What the provider asked of the API server, from the audit log. Lease and Events are kept apart, as they are no state. */
final class Requests {
    private final List<AuditLine> lines;

    Requests(List<AuditLine> all) {
        this.lines = all.stream()
                .filter(line -> line.user().equals(LocalStack.PROVIDER_USER))
                .filter(line ->
                        !line.resource().equals("leases") && !line.resource().equals("events"))
                .filter(line -> !line.resource().startsWith("selfsubject"))
                .toList();
    }

    /** Those about objects of one namespace. */
    Requests within(String namespace) {
        return new Requests(lines.stream()
                .filter(line -> line.namespace().equals(namespace))
                .toList());
    }

    long writes() {
        return lines.stream().filter(AuditLine::isWrite).count();
    }

    /** Gets and lists; watches are long-lived and not counted. */
    long reads() {
        return lines.stream()
                .filter(line -> line.verb().equals("get") || line.verb().equals("list"))
                .count();
    }

    /** Everything but watches. */
    long notWatches() {
        return lines.stream().filter(line -> !line.verb().equals("watch")).count();
    }

    /** Writes, then reads, by verb, resource and answer. */
    Map<String, Long> byKind() {
        Map<String, Long> kinds = new LinkedHashMap<>(counted(true));
        kinds.putAll(counted(false));
        return kinds;
    }

    private Map<String, Long> counted(boolean writes) {
        return lines.stream()
                .filter(line -> line.isWrite() == writes && !line.verb().equals("watch"))
                .collect(Collectors.groupingBy(Requests::kind, TreeMap::new, Collectors.counting()));
    }

    private static String kind(AuditLine line) {
        String sub = line.subresource().isEmpty() ? "" : "/" + line.subresource();
        return line.verb() + " " + line.resource() + sub + (line.code() < 400 ? "" : " " + line.code());
    }
}
