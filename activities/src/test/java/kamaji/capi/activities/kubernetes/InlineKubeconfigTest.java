// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InlineKubeconfigTest {
    private static final String CLUSTER = "{server: \"https://192.0.2.1:6443\", certificate-authority-data: Y2E=}";
    private static final String USER = "{token: very-secret}";
    private static final String GOOD = """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: k, user: u}}]
            clusters: [{name: k, cluster: %s}]
            users: [{name: u, user: %s}]
            """;

    @Test
    void whatStandsInItIsUsed() throws InlineKubeconfig.UnusableException {
        Config config = InlineKubeconfig.parse(GOOD.formatted(CLUSTER, USER));

        assertThat(config.getMasterUrl()).startsWith("https://192.0.2.1:6443");
        assertThat(config.getOauthToken()).isEqualTo("very-secret");
        assertThat(config.getRequestRetryBackoffLimit()).isZero();
    }

    /** Each with the field and the cure, and without anything of the text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {exec: {apiVersion: v1, command: very-secret}}          | user.exec would run a program; use a token
            {auth-provider: {name: very-secret}}                    | user.auth-provider would run a program; use a token
            {client-certificate: /very-secret}                      | user.client-certificate names a file; put its content
            {client-certificate-data: YQ==, client-key: very-secret} | user.client-key names a file; put its content
            {tokenFile: /very-secret}                               | user.tokenFile names a file; put the token into
            {username: very-secret, password: very-secret}          | user.username is not supported; use a token
            {token: very-secret, as: very-secret}                   | user.as is not supported; use a kubeconfig of that user
            """)
    void usersThatNeedMoreThanTheTextAreRefused(String user, String why) {
        assertUnusable(GOOD.formatted(CLUSTER, user), why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {server: "https://a.test", certificate-authority: /very-secret} | cluster.certificate-authority names a file
            {server: "https://a.test", proxy-url: "http://very-secret"}     | cluster.proxy-url is not supported
            {server: "https://a.test", tls-server-name: very-secret}        | cluster.tls-server-name is not supported
            {server: "http://very-secret"}                                  | cluster.server is no https:// address
            {server: "file:///very-secret"}                                 | cluster.server is no https:// address
            """)
    void clustersThatNeedMoreThanTheTextAreRefused(String cluster, String why) {
        assertUnusable(GOOD.formatted(cluster, USER), why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                            | it is empty
            very-secret                                   | it is not YAML of the kind Config
            current-context: very-secret                  | current-context names no context
            """)
    void whatIsNoKubeconfigIsRefused(String text, String why) {
        assertUnusable(text, why);
    }

    @Test
    void onlyTheCurrentContextCounts() throws InlineKubeconfig.UnusableException {
        String two = GOOD.formatted(CLUSTER, USER)
                .replace("users: [", "users: [{name: x, user: {exec: {apiVersion: v1, command: c}}}, ");

        assertThat(InlineKubeconfig.parse(two).getOauthToken()).isEqualTo("very-secret");
    }

    private static void assertUnusable(String text, String why) {
        InlineKubeconfig.UnusableException refusal =
                catchThrowableOfType(InlineKubeconfig.UnusableException.class, () -> InlineKubeconfig.parse(text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.why()).contains(why).doesNotContain("very-secret");
        assertThat(refusal.getCause()).isNull();
    }
}
