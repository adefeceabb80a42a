// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.options.TemporalOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalProfileTest {
    private static final String MARKER = "s3cr3t-marker";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static TemporalOptions flags(@Nullable String address, @Nullable String namespace) {
        return new TemporalOptions(address, namespace, null, null);
    }

    private Map<String, String> configured(String toml) throws IOException {
        Path file = folder.resolve("temporal.toml");
        Files.writeString(file, toml);
        return Map.of("TEMPORAL_CONFIG_FILE", file.toString());
    }

    /** A file of the person who runs the tests must not take part in them. */
    private Map<String, String> nothingConfigured() throws IOException {
        return configured("");
    }

    @Test
    void defaultsWhereNothingIsSaid() throws Exception {
        TemporalProfile profile = TemporalProfile.load(flags(null, null), nothingConfigured());

        assertThat(profile).isEqualTo(new TemporalProfile("127.0.0.1:7233", "default", null, null, null));
    }

    @Test
    void flagWinsOverVariableOverFile() throws Exception {
        Map<String, String> file = configured("[profile.default]\naddress = \"file:1\"\nnamespace = \"of-file\"\n");
        Map<String, String> both =
                Map.of("TEMPORAL_CONFIG_FILE", file.get("TEMPORAL_CONFIG_FILE"), "TEMPORAL_ADDRESS", "variable:1");

        assertThat(TemporalProfile.load(flags(null, null), file).address()).isEqualTo("file:1");
        assertThat(TemporalProfile.load(flags(null, null), both).address()).isEqualTo("variable:1");
        assertThat(TemporalProfile.load(flags(null, null), both).namespace()).isEqualTo("of-file");
        assertThat(TemporalProfile.load(flags("flag:1", "of-flag"), both))
                .satisfies(profile -> assertThat(profile.address()).isEqualTo("flag:1"))
                .satisfies(profile -> assertThat(profile.namespace()).isEqualTo("of-flag"));
    }

    @Test
    void apiKeyTurnsTlsOnUnlessItIsSwitchedOff() throws Exception {
        Map<String, String> keyed = configured("[profile.default]\napi_key = \"" + MARKER + "\"\n");
        Map<String, String> plain =
                Map.of("TEMPORAL_CONFIG_FILE", keyed.get("TEMPORAL_CONFIG_FILE"), "TEMPORAL_TLS", "false");

        assertThat(TemporalProfile.load(flags(null, null), keyed).tls()).isNotNull();
        assertThat(TemporalProfile.load(flags(null, null), plain).tls()).isNull();
    }

    @Test
    void apiKeyIsTakenUpWhenItsFileChanges() throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "first\n");
        TemporalOptions options = new TemporalOptions(null, null, null, file);
        Map<String, String> plain = Map.of(
                "TEMPORAL_CONFIG_FILE", nothingConfigured().get("TEMPORAL_CONFIG_FILE"), "TEMPORAL_TLS", "false");
        RenewableCredentials credentials =
                new RenewableCredentials(options, plain, TemporalProfile.load(options, plain));
        assertThat(credentials.apiKey()).isEqualTo("first");

        Files.writeString(file, "second\n");
        credentials.renew();
        assertThat(credentials.apiKey()).isEqualTo("second");

        Files.delete(file);
        credentials.renew();
        assertThat(credentials.apiKey()).isEqualTo("second");
    }

    @Test
    void brokenFileIsNamedByLineWithoutItsText() throws Exception {
        Map<String, String> broken = configured("[profile.default]\napi_key = " + MARKER + "\n");

        assertThatThrownBy(() -> TemporalProfile.load(flags(null, null), broken))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("TEMPORAL_CONFIG_FILE")
                .hasMessageNotContaining(MARKER);
    }

    @Test
    void missingFilesAndProfilesAreNamed() throws Exception {
        Map<String, String> gone = Map.of("TEMPORAL_CONFIG_FILE", "/nowhere/temporal.toml");
        Map<String, String> other = Map.of(
                "TEMPORAL_CONFIG_FILE", nothingConfigured().get("TEMPORAL_CONFIG_FILE"), "TEMPORAL_PROFILE", "prod");
        TemporalOptions keyFile = new TemporalOptions(null, null, null, Path.of("/nowhere/key"));

        assertThatThrownBy(() -> TemporalProfile.load(flags(null, null), gone))
                .hasMessageContaining("/nowhere/temporal.toml");
        assertThatThrownBy(() -> TemporalProfile.load(flags(null, null), other)).hasMessageContaining("'prod'");
        assertThatThrownBy(() -> TemporalProfile.load(keyFile, nothingConfigured()))
                .hasMessageContaining("--temporal-api-key-file")
                .hasMessageContaining("/nowhere/key");
    }

    @Test
    void neverShowsSecrets() throws Exception {
        Map<String, String> keyed = configured("[profile.default]\napi_key = \"" + MARKER
                + "\"\n[profile.default.grpc_meta]\ntoken = \"" + MARKER + "\"\n");

        assertThat(TemporalProfile.load(flags(null, null), keyed))
                .asString()
                .contains("api-key=true")
                .doesNotContain(MARKER);
    }
}
