// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells this provider's workflows and task queue from those of others in the same Temporal namespace. */
public record Instance(String name) {
    public Instance {
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("instance '" + name + "' is no DNS label");
        }
    }

    /** The same for every process that looks at the same objects of the same cluster. */
    public static Instance derive(String clusterUid, @Nullable String namespace, @Nullable String watchFilter) {
        String scope = (namespace == null ? "" : namespace) + "\0" + (watchFilter == null ? "" : watchFilter);
        String cluster = clusterUid.substring(0, Math.min(8, clusterUid.length()));
        return new Instance(cluster + "-" + sha256(scope).substring(0, 6));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    public String taskQueue() {
        return "kamaji-provider-" + name;
    }
}
