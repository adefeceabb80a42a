// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the manifests of a release into the layout of a local clusterctl repository, and the Helm chart beside it. */
public final class Manifests {
    private Manifests() {}

    /** Arguments: the checkout, the version without a leading v, the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[2]);
        Sources sources = new Sources(Path.of(arguments[0], "deploy"), arguments[1]);
        write(target.resolve("control-plane-kamaji/v" + sources.version()), assets(sources));
        write(target.resolve("chart"), new Chart(sources).files());
    }

    /** Texts by file name. */
    static Map<String, String> assets(Sources sources) {
        Components components = new Components(sources);
        Map<String, String> assets = new TreeMap<>(new Templates(sources).all());
        assets.put("control-plane-components.yaml", components.withVariables());
        assets.put("install.yaml", components.withDefaults());
        assets.put("metadata.yaml", sources.text("manager/metadata.yaml"));
        assets.put("external-cluster-rbac.yaml", sources.text("external/rbac.yaml"));
        for (String ending : List.of(".yaml", ".json")) {
            sources.files("monitoring", ending)
                    .forEach(file -> assets.put("monitoring-" + file.getFileName(), sources.text(file)));
        }
        return assets;
    }

    private static void write(Path folder, Map<String, String> texts) throws IOException {
        Folders.remove(folder);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text.getValue());
        }
    }
}
