// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Cluster templates under the names that clusterctl gives to flavors: one folder for all infrastructure kinds. */
record Templates(Sources sources) {
    private static final String TEMPLATE = "cluster-template";

    /** Texts by file name. */
    Map<String, String> all() {
        Map<String, String> texts = new TreeMap<>();
        for (Path folder : sources.files("templates", "")) {
            String kind = String.valueOf(folder.getFileName());
            for (Path file : sources.files("templates/" + kind, ".yaml")) {
                texts.put(name(kind, String.valueOf(file.getFileName())), sources.text(file));
            }
        }
        return texts;
    }

    static String name(String kind, String file) {
        return file.startsWith(TEMPLATE) ? TEMPLATE + "-" + kind + file.substring(TEMPLATE.length()) : file;
    }
}
