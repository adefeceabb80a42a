// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.Config;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.workflows.decision.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantKubeconfigTest {
    private static final String GOOD = """
            apiVersion: v1
            kind: Config
            current-context: admin@tenant
            contexts:
            - name: admin@tenant
              context: {cluster: tenant, user: admin}
            clusters:
            - name: tenant
              cluster: {server: "https://192.0.2.1:6443", certificate-authority-data: Y2E=}
            users:
            - name: admin
              user: {token: very-secret}
            """;

    @Test
    void onlyWhatTheTextSaysIsUsed() {
        Config config = TenantKubeconfig.parse(GOOD, "Secret a");

        assertThat(config.getMasterUrl()).startsWith("https://192.0.2.1:6443");
        assertThat(config.getCaCertData()).isEqualTo("Y2E=");
        assertThat(config.getOauthToken()).isEqualTo("very-secret");
        assertThat(config.getRequestRetryBackoffLimit()).isZero();
        assertThat(config.getRequestTimeout()).isEqualTo(5000);
        assertThat(config.getHttpsProxy()).isNull();
        assertThat(config.getClientCertData()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "very-secret",
                "{very-secret: [",
                "{contexts: [], current-context: very-secret}",
                "{current-context: c, contexts: [{name: c, context: {cluster: very-secret, user: u}}]}",
            })
    void aTextThatIsNoKubeconfigIsToldWithoutQuotingIt(String text) {
        assertUnusable(text);
    }

    @Test
    void aUserThatNeedsAProgramIsRefusedAndTheProgramNotRun() {
        assertUnusable(GOOD.replace(
                "{token: very-secret}", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: very-secret}}"));
    }

    private static void assertUnusable(String text) {
        StepFailure failure = catchThrowableOfType(StepFailure.class, () -> TenantKubeconfig.parse(text, "Secret a"));

        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.WAIT_FOR_CHANGE);
        assertThat(failure.message())
                .startsWith("the kubeconfig in Secret a cannot be used: ")
                .doesNotContain("very-secret");
    }
}
