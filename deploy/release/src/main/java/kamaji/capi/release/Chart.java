// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Helm chart: its templates read the very manifests that the other ways to install are made of. */
record Chart(Sources sources) {
    private static final String NAME = "kamaji-provider";
    private static final String SOURCE = "charts/" + NAME;

    /** Texts by path. */
    Map<String, String> files() {
        Map<String, String> texts = new TreeMap<>();
        add(texts, "", sources.files(SOURCE, ".yaml"));
        add(texts, "", sources.files(SOURCE, ".json"));
        add(texts, "templates/", sources.files(SOURCE + "/templates", ""));
        add(texts, "files/crds/", sources.files("crds", ".yaml"));
        add(texts, "files/rbac/", sources.files("rbac", ".yaml"));
        add(texts, "files/manager/", sources.files("manager", ".yaml"));
        add(texts, "files/monitoring/", sources.files("monitoring", "service.yaml"));
        add(texts, "files/monitoring/", sources.files("monitoring", "service-monitor.yaml"));
        return texts;
    }

    private void add(Map<String, String> texts, String folder, List<Path> files) {
        files.forEach(file -> texts.put(NAME + "/" + folder + file.getFileName(), sources.text(file)));
    }
}
