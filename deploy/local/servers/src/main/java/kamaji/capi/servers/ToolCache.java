// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the servers' programs, or makes them once into a folder of the user's cache. {@code KUBEBUILDER_ASSETS} and a
 * {@code temporal} on the PATH come first. Safe against other threads, other processes and being killed half-way.
 * Making them takes about five minutes; every step is told to the progress consumer, one line each.
 */
public final class ToolCache {
    private static final Logger LOG = LoggerFactory.getLogger(ToolCache.class);
    private static final String UNFINISHED = ".unfinished-";

    // A file lock belongs to the whole JVM and refuses a second thread, so threads queue here first.
    private static final Object ONE_THREAD = new Object();

    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final List<ToolRecipe> recipes;

    ToolCache(Map<String, String> environment, Consumer<String> progress, List<ToolRecipe> recipes) {
        this.environment = Map.copyOf(environment);
        this.progress = progress;
        this.recipes = List.copyOf(recipes);
    }

    /** The cache of this user, telling progress to the log. */
    public static ToolCache standard() {
        return reporting(LOG::info);
    }

    /** The cache of this user, telling progress to the consumer. */
    public static ToolCache reporting(Consumer<String> progress) {
        return new ToolCache(
                System.getenv(),
                progress,
                List.of(
                        PythonRecipe.temporal(),
                        GoRecipe.etcd(),
                        GoRecipe.kubernetes(),
                        GoRecipe.clusterctl(),
                        GoRecipe.helm()));
    }

    /** Makes whatever the servers need and is missing. Throws {@link ToolMissingException} when that needs a program that is not there. */
    public void fill() {
        Stream.of(Tool.values()).filter(Tool::partOfTheStack).forEach(this::path);
    }

    /**
     * The program's file, made now if need be.
     *
     * @throws ToolMissingException when it can neither be found nor made
     */
    public Path path(Tool tool) {
        return installed(tool).orElseGet(() -> cached(tool));
    }

    /** The folder that holds one folder for each version of each product. */
    public Path folder() {
        return root(environment).resolve("tools");
    }

    private static Path root(Map<String, String> environment) {
        String own = environment.getOrDefault("KAMAJI_PROVIDER_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return (caches.isBlank() ? home.resolve(".cache") : Path.of(caches)).resolve("kamaji-provider");
    }

    private Optional<Path> installed(Tool tool) {
        if (tool == Tool.TEMPORAL) {
            return ProgramPath.find(tool.fileName(), environment.get("PATH"));
        }
        return Optional.ofNullable(environment.get("KUBEBUILDER_ASSETS"))
                .filter(assets -> !assets.isBlank())
                .map(assets -> Path.of(assets).resolve(tool.fileName()))
                .filter(ProgramPath::isProgram);
    }

    private Path cached(Tool tool) {
        ToolRecipe recipe = recipes.stream()
                .filter(candidate -> candidate.tools().contains(tool))
                .findFirst()
                .orElseThrow(() -> new ToolMissingException("no way to make " + tool.fileName() + " is known"));
        Path made = folder().resolve(recipe.key()).resolve(tool.fileName());
        if (!ProgramPath.isProgram(made)) {
            makeAlone(recipe, made);
        }
        return made;
    }

    private void makeAlone(ToolRecipe recipe, Path wanted) {
        synchronized (ONE_THREAD) {
            try (FileChannel channel = openLockFile();
                    FileLock held = lock(channel)) {
                LOG.debug("holding lock={}", held);
                if (!ProgramPath.isProgram(wanted)) {
                    make(recipe);
                }
            } catch (IOException e) {
                throw new ToolMissingException("cannot keep tools in " + folder() + ": " + e.getMessage(), e);
            }
        }
    }

    private FileChannel openLockFile() throws IOException {
        Files.createDirectories(folder());
        return FileChannel.open(folder().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock atOnce = channel.tryLock();
        if (atOnce != null) {
            return atOnce;
        }
        progress.accept("waiting for another process that fills " + folder());
        return channel.lock();
    }

    /** A folder gets its real name only when it is complete, so a killed build leaves nothing that looks usable. */
    private void make(ToolRecipe recipe) throws IOException {
        deleteUnfinished();
        long start = System.nanoTime();
        progress.accept(recipe.description());
        Path unfinished = Files.createDirectory(folder().resolve(UNFINISHED + recipe.key()));
        try {
            recipe.make(unfinished, new ToolCommands(environment, progress));
            Path finished = folder().resolve(recipe.key());
            ServerFolder.delete(finished);
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
            progress.accept("done after " + (System.nanoTime() - start) / 1_000_000_000 + " s: " + finished);
        } finally {
            ServerFolder.delete(unfinished);
        }
    }

    private void deleteUnfinished() {
        try (Stream<Path> entries = Files.list(folder())) {
            entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith(UNFINISHED))
                    .forEach(ServerFolder::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder(), e);
        }
    }
}
