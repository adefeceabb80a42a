// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the manifests of a release into the layout of a local clusterctl repository. */
public final class Manifests {
    private Manifests() {}

    /** Arguments: the checkout, the version without a leading v, the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[2]);
        Sources sources = new Sources(Path.of(arguments[0], "deploy"), arguments[1]);
        write(target.resolve("control-plane-kamaji/v" + sources.version()), assets(sources));
    }

    /** Texts by file name. */
    static Map<String, String> assets(Sources sources) {
        Components components = new Components(sources);
        Map<String, String> assets = new TreeMap<>(new Templates(sources).all());
        assets.put("control-plane-components.yaml", components.withVariables());
        assets.put("install.yaml", components.withDefaults());
        assets.put("metadata.yaml", sources.text("manager/metadata.yaml"));
        return assets;
    }

    private static void write(Path folder, Map<String, String> texts) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(folder.resolve(text.getKey()), text.getValue());
        }
    }
}
