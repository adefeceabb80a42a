// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes texts into a folder, or into a tar.gz when the path says so. Never over something that exists. */
final class Archive {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private Archive() {}

    /** @param files content by name; names have at most 100 bytes in a tar.gz */
    static void write(Path target, Map<String, String> files, Instant time) throws IOException {
        String name = target.toString();
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            try (OutputStream out = new GZIPOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)))) {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    entry(out, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8), time);
                }
                out.write(new byte[2 * BLOCK]);
            }
            return;
        }
        Files.createDirectory(target);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static void entry(OutputStream out, String name, byte[] content, Instant time) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > LONGEST_NAME) {
            throw new IOException("the name is too long for a tar: " + name);
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(encoded, 0, header, 0, encoded.length);
        octal(header, 100, 8, 0644);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, content.length);
        octal(header, 136, 12, time.getEpochSecond());
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        put(header, offset, String.format(Locale.ROOT, "%0" + (length - 1) + "o\0", value));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
