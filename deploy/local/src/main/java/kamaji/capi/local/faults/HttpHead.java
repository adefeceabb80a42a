// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * First line and headers of an HTTP/1.1 request or answer, and what they say about the body.
 *
 * @param headers whole lines
 */
record HttpHead(String first, List<String> headers) {

    /** Reads up to the empty line; empty at the end of the stream. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<String> headers = new ArrayList<>();
        for (String next = line(in); !next.isEmpty(); next = line(in)) {
            headers.add(next);
        }
        return Optional.of(new HttpHead(first, headers));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    String word(int index) {
        return first.split(" ", -1)[index];
    }

    int status() {
        return Integer.parseInt(word(1));
    }

    Optional<String> header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    /** The same for another host; an offer of HTTP/2 is not passed on. */
    HttpHead forHost(String host) {
        boolean offer = header("Upgrade").filter("h2c"::equalsIgnoreCase).isPresent();
        List<String> kept = new ArrayList<>(List.of("Host: " + host));
        for (String line : headers) {
            String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
            boolean ofOffer =
                    offer && List.of("upgrade", "connection", "http2-settings").contains(name);
            if (!name.equals("host") && !ofOffer) {
                kept.add(line);
            }
        }
        return new HttpHead(first, kept);
    }

    void write(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(first).append("\r\n");
        headers.forEach(line -> text.append(line).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Copies the body of a request or an answer, passing on every piece at once. */
    void copyBody(InputStream in, OutputStream out, boolean answer) throws IOException {
        if (header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            copyChunks(in, out);
        } else if (header("Content-Length").isPresent()) {
            copy(in, out, Long.parseLong(header("Content-Length").orElseThrow()));
        } else if (answer && status() != 204 && status() != 304) {
            in.transferTo(out);
        }
        out.flush();
    }

    private static void copyChunks(InputStream in, OutputStream out) throws IOException {
        long size;
        do {
            String head = line(in);
            size = Long.parseLong(head.split(";", 2)[0].strip(), 16);
            out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (size > 0) {
                copy(in, out, size);
                line(in);
                out.write('\r');
                out.write('\n');
                out.flush();
            }
        } while (size > 0);
        for (String trailer = line(in); !trailer.isEmpty(); trailer = line(in)) {
            out.write((trailer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write('\r');
        out.write('\n');
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] piece = new byte[16_384];
        for (long left = length; left > 0; ) {
            int got = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (got < 0) {
                throw new EOFException("the body ends " + left + " bytes early");
            }
            out.write(piece, 0, got);
            left -= got;
        }
    }
}
