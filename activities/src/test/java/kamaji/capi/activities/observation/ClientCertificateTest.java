// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientCertificateTest {
    /** Made for this test; its key was thrown away. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBjDCCATGgAwIBAgIUbvopo/wdcsakgh6BrD6Iwt5OE44wCgYIKoZIzj0EAwIw
            GzEZMBcGA1UEAwwQa3ViZXJuZXRlcy1hZG1pbjAeFw0yNjExMjUxNjE0MDRaFw0y
            NzExMjUxNjE0MDRaMBsxGTAXBgNVBAMMEGt1YmVybmV0ZXMtYWRtaW4wWTATBgcq
            hkjOPQIBBggqhkjOPQMBBwNCAASt1z32IZFsPvVuHtjO79ohuPs/Lf48THcGp6fg
            tp9chHHCV0QaIC6vZ00+IiwvNYraUtXN4zpqb432gbMqEjOto1MwUTAdBgNVHQ4E
            FgQUmP4pFVQyq2HDFXyTIljsyCTJceUwHwYDVR0jBBgwFoAUmP4pFVQyq2HDFXyT
            IljsyCTJceUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAi1UI
            wl1oFr/J9NYp/e41jk+c51Qsx9vG5xcjNepDEvoCIQC7EF5i1BESxrAZd7GDRT89
            TXQT8B+tCB4uo3T8925kJA==
            -----END CERTIFICATE-----
            """;

    private static final String EXPIRES = "2027-11-25T16:14:04Z";

    @Test
    void theEndOfItsValidityIsReadFromYamlAndFromJson() {
        assertThat(expiry("users:\n- name: u\n  user:\n    client-certificate-data: " + base64(CERTIFICATE) + "\n"))
                .isEqualTo(EXPIRES);
        assertThat(expiry("{\"user\": {\"client-certificate-data\": \"" + base64(CERTIFICATE) + "\"}}"))
                .isEqualTo(EXPIRES);
    }

    @Test
    void whatHasNoneOrCannotBeReadHasNoEnd() {
        assertThat(ClientCertificate.expiry(null)).isNull();
        assertThat(ClientCertificate.expiry("not base64 !")).isNull();
        assertThat(expiry("users:\n- user: {token: t}\n")).isNull();
        assertThat(expiry("client-certificate-data: " + base64("not a certificate")))
                .isNull();
        assertThat(expiry("client-certificate-data: a=b")).isNull();
    }

    private static @Nullable String expiry(String kubeconfig) {
        return ClientCertificate.expiry(base64(kubeconfig));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
