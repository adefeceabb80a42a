// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCacheTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void emptyCache() {
        environment.put("KAMAJI_PROVIDER_CACHE", folder.resolve("cache").toString());
        environment.put("PATH", folder.resolve("bin").toString());
    }

    @Test
    void toolIsMadeOnceAndThenFound() {
        FakeRecipe recipe = new FakeRecipe("etcd-1", false);
        Path made = cache(recipe).path(Tool.ETCD);
        assertThat(made).isExecutable().isEqualTo(folder.resolve("cache/tools/etcd-1/etcd"));
        assertThat(cache(recipe).path(Tool.ETCD)).isEqualTo(made);
        assertThat(recipe.made).hasValue(1);
        assertThat(progress).first().isEqualTo("making etcd-1");
    }

    @Test
    void anotherVersionIsMadeBesideTheOldOne() {
        Path old = cache(new FakeRecipe("etcd-1", false)).path(Tool.ETCD);
        Path bumped = cache(new FakeRecipe("etcd-2", false)).path(Tool.ETCD);
        assertThat(bumped).exists().isNotEqualTo(old);
    }

    @Test
    void manyThreadsMakeItOnce() throws Exception {
        FakeRecipe recipe = new FakeRecipe("etcd-1", false);
        ToolCache cache = cache(recipe);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> cache.path(Tool.ETCD)));
            }
            for (Future<Path> answer : answers) {
                assertThat(answer.get()).exists();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(recipe.made).hasValue(1);
    }

    @Test
    void failedBuildLeavesNothingThatLooksUsable() {
        assertThatThrownBy(() -> cache(new FakeRecipe("etcd-1", true)).path(Tool.ETCD))
                .isInstanceOf(ToolMissingException.class);
        assertThat(folder.resolve("cache/tools")).isDirectoryNotContaining("glob:**etcd*");
        assertThat(cache(new FakeRecipe("etcd-1", false)).path(Tool.ETCD)).exists();
    }

    @Test
    void leftoverOfAKilledBuildIsCleared() throws Exception {
        Path half = Files.createDirectories(folder.resolve("cache/tools/.unfinished-etcd-1"));
        Files.createFile(half.resolve("etcd"));
        assertThat(cache(new FakeRecipe("etcd-1", false)).path(Tool.ETCD)).exists();
        assertThat(half).doesNotExist();
    }

    @Test
    void installedAssetsAreUsedWhereTheyArePresent() throws Exception {
        Path assets = Files.createDirectory(folder.resolve("assets"));
        environment.put("KUBEBUILDER_ASSETS", assets.toString());
        Path installed = program(assets.resolve("etcd"));
        FakeRecipe recipe = new FakeRecipe("kubernetes-1", false);
        assertThat(cache(recipe).path(Tool.ETCD)).isEqualTo(installed);
        assertThat(recipe.made).hasValue(0);
        assertThat(cache(recipe).path(Tool.KUBE_APISERVER)).startsWith(folder.resolve("cache"));
    }

    @Test
    void temporalOnThePathIsUsed() throws Exception {
        Path installed = program(Files.createDirectory(folder.resolve("bin")).resolve("temporal"));
        assertThat(cache(new FakeRecipe("temporal-1", false)).path(Tool.TEMPORAL))
                .isEqualTo(installed);
    }

    @Test
    void missingGoIsNamedWithTheWayToGetIt() {
        assertThatThrownBy(() -> cache(GoRecipe.etcd()).path(Tool.ETCD))
                .isInstanceOf(ToolMissingException.class)
                .hasMessageContaining("`go` is not on the PATH")
                .hasMessageContaining("install Go")
                .hasMessageContaining("KUBEBUILDER_ASSETS");
    }

    @Test
    void missingPythonIsNamedWithTheWayToGetIt() {
        assertThatThrownBy(() -> cache(PythonRecipe.temporal()).path(Tool.TEMPORAL))
                .isInstanceOf(ToolMissingException.class)
                .hasMessageContaining("`python3` is not on the PATH")
                .hasMessageContaining("pip");
    }

    @Test
    void brokenGoIsShownWithTheEndOfItsOutput() throws Exception {
        Path go = Files.createDirectory(folder.resolve("bin")).resolve("go");
        Files.writeString(go, "#!/bin/sh\necho no space left on device\nexit 3\n");
        program(go);
        assertThatThrownBy(() -> cache(GoRecipe.etcd()).path(Tool.ETCD))
                .isInstanceOf(ToolMissingException.class)
                .hasMessageContaining("go build etcd ended with code 3")
                .hasMessageContaining("no space left on device");
    }

    @Test
    void cacheLiesWhereTheUserKeepsCaches() {
        environment.remove("KAMAJI_PROVIDER_CACHE");
        environment.put("HOME", "/home/somebody");
        assertThat(cache().folder()).hasToString("/home/somebody/.cache/kamaji-provider/tools");
        environment.put("XDG_CACHE_HOME", "/var/caches");
        assertThat(cache().folder()).hasToString("/var/caches/kamaji-provider/tools");
    }

    private ToolCache cache(ToolRecipe... recipes) {
        return new ToolCache(environment, progress::add, List.of(recipes));
    }

    private static Path program(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static final class FakeRecipe implements ToolRecipe {
        private final String key;
        private final boolean failing;
        private final AtomicInteger made = new AtomicInteger();

        FakeRecipe(String key, boolean failing) {
            this.key = key;
            this.failing = failing;
        }

        @Override
        public Set<Tool> tools() {
            return Set.of(Tool.values());
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public String description() {
            return "making " + key;
        }

        @Override
        public void make(Path target, ToolCommands commands) throws IOException {
            made.incrementAndGet();
            for (Tool tool : Tool.values()) {
                program(target.resolve(tool.fileName()));
                if (failing) {
                    throw new IOException("disk full");
                }
            }
        }
    }
}
