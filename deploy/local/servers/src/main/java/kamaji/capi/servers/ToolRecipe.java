// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** A way to make one or more tools; everything that decides the outcome is part of {@link #key}. */
interface ToolRecipe {
    /** Tools that it makes, all at once. */
    Set<Tool> tools();

    /** Folder name in the cache: product, version, platform and a digest of the inputs. */
    String key();

    /** One line for people: what is made from what and how long it takes. */
    String description();

    /** Puts each tool into the folder under its {@link Tool#fileName}. */
    void make(Path folder, ToolCommands commands) throws IOException;

    static String key(String product, String version, String inputs) {
        return product + "-" + version + "-" + platform() + "-" + digest(inputs);
    }

    private static String platform() {
        String name = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static String digest(String inputs) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(inputs.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
