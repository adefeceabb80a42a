// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/**
 * Asks a tenant API server whether a user may do everything: anyone is answered to a mere probe. One plain request over
 * HTTP/1.1: a client of its own for each tenant costs a pool of threads, and over HTTP/2 a 401 ends the connection
 * unseen.
 */
final class TenantApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final byte[] EVERYTHING = """
            {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec":
              {"resourceAttributes": {"verb": "*", "group": "*", "resource": "*"}}}
            """.getBytes(StandardCharsets.UTF_8);

    private TenantApi() {}

    /**
     * What came of it.
     *
     * @param kind see there
     * @param message for people, with nothing secret; empty when allowed
     */
    record Answer(Kind kind, String message) {
        enum Kind {
            /** May do everything. */
            ALLOWED,
            /** Answered, but not with a yes. */
            REFUSED,
            /** No answer at all. */
            UNREACHABLE
        }
    }

    static Answer ask(Config config) {
        HttpsURLConnection connection;
        try {
            connection = connection(config);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return new Answer(
                    Answer.Kind.REFUSED,
                    "the published kubeconfig is of no use: its server address, certificates or key cannot be read ("
                            + e.getClass().getSimpleName() + ")");
        }
        try {
            return answer(connection);
        } catch (SSLException e) {
            return new Answer(
                    Answer.Kind.REFUSED,
                    "the tenant API server and the published kubeconfig do not agree on TLS ("
                            + e.getClass().getSimpleName() + "): Kamaji may still be renewing certificates");
        } catch (IOException e) {
            return new Answer(
                    Answer.Kind.UNREACHABLE, "the tenant API server does not answer from the management cluster");
        } finally {
            connection.disconnect();
        }
    }

    /** Connects to nothing yet. */
    private static HttpsURLConnection connection(Config config) throws IOException, GeneralSecurityException {
        String server = config.getMasterUrl().replaceAll("/+$", "");
        HttpURLConnection plain =
                (HttpURLConnection) URI.create(server + PATH).toURL().openConnection();
        if (!(plain instanceof HttpsURLConnection connection)) {
            throw new IOException("not HTTPS");
        }
        connection.setSSLSocketFactory(SSLUtils.sslContext(config).getSocketFactory());
        connection.setConnectTimeout(config.getConnectionTimeout());
        connection.setReadTimeout(config.getRequestTimeout());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json");
        if (config.getOauthToken() != null) {
            connection.setRequestProperty("Authorization", "Bearer " + config.getOauthToken());
        }
        return connection;
    }

    private static Answer answer(HttpsURLConnection connection) throws IOException {
        try (OutputStream body = connection.getOutputStream()) {
            body.write(EVERYTHING);
        }
        int code = connection.getResponseCode();
        if (code == HttpURLConnection.HTTP_UNAUTHORIZED || code == HttpURLConnection.HTTP_FORBIDDEN) {
            return forbidden(code);
        }
        if (code / 100 != 2) {
            return new Answer(Answer.Kind.REFUSED, "the tenant API server answers " + code);
        }
        try (InputStream body = connection.getInputStream()) {
            return review(body.readAllBytes());
        }
    }

    /** What the body of a review says. */
    static Answer review(byte[] body) {
        JsonNode review;
        try {
            review = JSON.readTree(body);
        } catch (IOException e) {
            return new Answer(
                    Answer.Kind.REFUSED,
                    "what answers at the endpoint is no Kubernetes API server: something else has its address");
        }
        return review.path("status").path("allowed").asBoolean()
                ? new Answer(Answer.Kind.ALLOWED, "")
                : forbidden(HttpURLConnection.HTTP_FORBIDDEN);
    }

    private static Answer forbidden(int code) {
        return new Answer(
                Answer.Kind.REFUSED,
                "the tenant API server does not let the published kubeconfig in yet (" + code
                        + "): Kamaji is still binding its administrator role");
    }
}
