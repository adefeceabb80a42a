// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The checksums of Kamaji: md5 over values in the order of their keys. They tell change, they protect nothing. */
final class Checksum {
    private Checksum() {}

    static String of(Map<String, ?> values) {
        return of(String.join(
                "",
                new TreeMap<>(values).values().stream().map(Object::toString).toList()));
    }

    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5", e);
        }
    }
}
