// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that two CRDs say differently.
 *
 * @param path in a template without what stands around the control plane's spec
 */
record Difference(String kind, String version, String path, String what) {
    private static final String AROUND = "spec.template.spec";

    /** All of them; of fields that are only on one side, the topmost. */
    static Set<Difference> between(
            String kind,
            String version,
            Map<String, Map<String, String>> theirs,
            Map<String, Map<String, String>> ours) {
        Set<Difference> found = new LinkedHashSet<>();
        Set<String> paths = new TreeSet<>(theirs.keySet());
        paths.addAll(ours.keySet());
        for (String path : paths) {
            Map<String, String> their = theirs.get(path);
            Map<String, String> our = ours.get(path);
            String shown = path.startsWith(AROUND) ? "spec" + path.substring(AROUND.length()) : path;
            if (their == null || our == null) {
                if ((their == null ? theirs : ours).containsKey(parent(path))) {
                    found.add(new Difference(kind, version, shown, their == null ? "new" : "gone"));
                }
            } else {
                aspects(their, our).forEach(what -> found.add(new Difference(kind, version, shown, what)));
            }
        }
        return found;
    }

    private static Set<String> aspects(Map<String, String> theirs, Map<String, String> ours) {
        Set<String> found = new LinkedHashSet<>();
        Set<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        for (String name : names) {
            String before = theirs.getOrDefault(name, "none");
            String now = ours.getOrDefault(name, "none");
            if (name.startsWith("rule ")) {
                if (!before.equals(now)) {
                    found.add((before.equals("none") ? "new " : "gone ") + name);
                }
            } else if (!before.equals(now)) {
                found.add(name + ": " + before + " → " + now);
            }
        }
        return found;
    }

    private static String parent(String path) {
        if (path.endsWith("[]") || path.endsWith("{}")) {
            return path.substring(0, path.length() - 2);
        }
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "." : path.substring(0, dot);
    }
}
