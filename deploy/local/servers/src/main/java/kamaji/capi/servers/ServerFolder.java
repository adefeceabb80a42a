// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where a server keeps data, keys and logs: a folder of the caller, which stays, or a temporary one, which goes. */
record ServerFolder(Path path, boolean temporary) {

    static ServerFolder of(@Nullable Path wanted) {
        try {
            return wanted == null
                    ? new ServerFolder(Files.createTempDirectory("kamaji-servers-"), true)
                    : new ServerFolder(Files.createDirectories(wanted.toAbsolutePath()), false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the server's folder " + wanted, e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void release() {
        if (temporary) {
            delete(path);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
