// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Chromium without a window, showing one page, driven by its own DevTools protocol. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DevTools page;

    private Browser(Process process, Path profile) {
        this.process = process;
        this.page = DevTools.connect(http, pageSocket(portFile(profile)));
        page.call("Page.enable", Map.of());
    }

    /** The program that CHROMIUM names, or one on the PATH. */
    public static Optional<Path> program() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param folder an empty one for its profile and its log
     */
    public static Browser start(Path program, Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-address=127.0.0.1",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            return new Browser(process, folder.resolve("profile"));
        } catch (RuntimeException e) {
            end(process);
            throw e;
        }
    }

    private static Path portFile(Path profile) {
        Path file = profile.resolve("DevToolsActivePort");
        waitFor(
                () -> "Chromium to start",
                () -> Files.isRegularFile(file) && file.toFile().length() > 0);
        return file;
    }

    private URI pageSocket(Path portFile) {
        try {
            String port = Files.readAllLines(portFile).get(0);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build();
            for (JsonNode target : JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
                if (target.path("type").asText().equals("page")) {
                    return URI.create(target.path("webSocketDebuggerUrl").asText());
                }
            }
            throw new IllegalStateException("Chromium shows no page");
        } catch (IOException e) {
            throw new IllegalStateException("Chromium does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Width and height of the page in pixels. */
    public void resize(int width, int height) {
        page.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Goes there, and does not wait for what scripts show later. */
    public void open(String url) {
        page.call("Page.navigate", Map.of("url", url));
    }

    /** All text of the main part of the page, drawings and frames included; menus and dialogues are left out. */
    public String text() {
        return evaluate("""
                const main = document.querySelector('main');
                const frames = Array.from(main?.querySelectorAll('iframe') ?? []);
                const text = frame => frame.contentDocument?.body?.innerText || decodeURIComponent(frame.src);
                [main?.innerText ?? '', ...frames.map(text)].join('\\n')""");
    }

    /** Waits until the page shows all of that. */
    public void awaitText(String... wanted) {
        waitFor(
                () -> "a page that shows " + List.of(wanted) + "; it shows: " + text(),
                () -> Stream.of(wanted).allMatch(text()::contains));
    }

    private static void waitFor(Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s in vain for " + what.get());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** The value of an expression as text. */
    public String evaluate(String script) {
        JsonNode answer =
                page.call("Runtime.evaluate", Map.of("expression", "{" + script + "}", "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.at("/result/value").asText();
    }

    /** Writes what is seen as a PNG file. */
    public void picture(Path file) throws IOException {
        JsonNode answer = page.call("Page.captureScreenshot", Map.of("format", "png"));
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        page.close();
        end(process);
    }
}
