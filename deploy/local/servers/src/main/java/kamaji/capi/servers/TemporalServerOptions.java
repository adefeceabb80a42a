// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TemporalServer} has and where it lives.
 *
 * @param dbFile keeps workflows over restarts and after close; null means in memory, lost with the process
 * @param namespace made at start, besides "default"
 * @param port of the frontend on loopback; 0 means any free one
 * @param ui whether the web UI runs
 * @param uiPort of the web UI on loopback; 0 means any free one
 * @param searchAttributes name to type (Keyword, Text, Int, Double, Bool, Datetime, KeywordList), registered at start
 * @param dynamicConfig key to JSON value
 * @param logLevel debug, info, warn, error or never
 */
public record TemporalServerOptions(
        @Nullable Path dbFile,
        String namespace,
        int port,
        boolean ui,
        int uiPort,
        Map<String, String> searchAttributes,
        Map<String, String> dynamicConfig,
        String logLevel) {

    public TemporalServerOptions {
        if (namespace.isBlank()) {
            throw new IllegalArgumentException("namespace is blank; use \"default\"");
        }
        if (Math.min(port, uiPort) < 0 || Math.max(port, uiPort) > 65535) {
            throw new IllegalArgumentException("ports are " + port + " and " + uiPort + ", must be 0 (any) to 65535");
        }
        searchAttributes = Map.copyOf(searchAttributes);
        dynamicConfig = Map.copyOf(dynamicConfig);
    }

    /** In memory, namespace "default", no UI, any port. */
    public static TemporalServerOptions plain() {
        return new TemporalServerOptions(null, "default", 0, false, 0, Map.of(), Map.of(), "error");
    }

    public TemporalServerOptions withDbFile(Path file) {
        return new TemporalServerOptions(file, namespace, port, ui, uiPort, searchAttributes, dynamicConfig, logLevel);
    }

    public TemporalServerOptions withNamespace(String wanted) {
        return new TemporalServerOptions(dbFile, wanted, port, ui, uiPort, searchAttributes, dynamicConfig, logLevel);
    }

    public TemporalServerOptions withPort(int wanted) {
        return new TemporalServerOptions(
                dbFile, namespace, wanted, ui, uiPort, searchAttributes, dynamicConfig, logLevel);
    }

    /** With the web UI on the port; 0 means any free one. */
    public TemporalServerOptions withUi(int wanted) {
        return new TemporalServerOptions(
                dbFile, namespace, port, true, wanted, searchAttributes, dynamicConfig, logLevel);
    }

    public TemporalServerOptions withSearchAttribute(String name, String type) {
        return new TemporalServerOptions(
                dbFile, namespace, port, ui, uiPort, with(searchAttributes, name, type), dynamicConfig, logLevel);
    }

    public TemporalServerOptions withDynamicConfig(String key, String jsonValue) {
        return new TemporalServerOptions(
                dbFile, namespace, port, ui, uiPort, searchAttributes, with(dynamicConfig, key, jsonValue), logLevel);
    }

    public TemporalServerOptions withLogLevel(String level) {
        return new TemporalServerOptions(dbFile, namespace, port, ui, uiPort, searchAttributes, dynamicConfig, level);
    }

    private static Map<String, String> with(Map<String, String> present, String key, String value) {
        Map<String, String> more = new TreeMap<>(present);
        more.put(key, value);
        return more;
    }
}
