// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short content hashes: the first 16 hexadecimal digits of SHA-256, enough to tell apart, not to protect. */
public final class Digests {
    private static final int BYTES = 8;

    private Digests() {}

    /** The digest of a text. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of bytes, which are not kept. */
    public static String of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
