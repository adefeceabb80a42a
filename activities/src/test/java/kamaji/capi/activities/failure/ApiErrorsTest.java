// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import kamaji.capi.workflows.decision.Failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            400 | the body is wrong | WAIT_FOR_CHANGE | the Kubernetes API answered 400 for Thing
            401 | Unauthorized | RETRY | the Kubernetes API does not accept the provider's credentials (401)
            403 | things.a.test "x" is forbidden: User "u" cannot patch resource "things/status" in API group "a.test" in the namespace "n" | WAIT_FOR_CHANGE | the provider may not patch things/status.a.test (403): grant verb patch on it to the provider's service account, as the roles in deploy/rbac do
            403 | secrets "x" is forbidden: User "u" cannot get resource "secrets" in API group "" in the namespace "n" | WAIT_FOR_CHANGE | the provider may not get secrets (403): grant verb get on it to the provider's service account, as the roles in deploy/rbac do
            403 | admission webhook "v.kamaji.clastix.io" denied the request: unable to use a version greater than v1.36 | WAIT_FOR_CHANGE | Thing refused by admission webhook v.kamaji.clastix.io: unable to use a version greater than v1.36
            404 | 404 page not found | WAIT_FOR_CHANGE | the API server does not know Thing objects (404): install what they belong to
            405 | not allowed | BUG | the Kubernetes API answered 405 for Thing
            409 | the object has been modified | RETRY | Thing was changed by someone else at the same time (409)
            422 | Invalid value: "abc": must be a number | WAIT_FOR_CHANGE | Thing refused by its schema (422): must be a number
            429 | too many | RETRY | the Kubernetes API answered 429 for Thing
            500 | Internal error occurred: failed calling webhook "m.kb.io": failed to call webhook: Post "https://10.0.0.1": connection refused | RETRY | admission webhook m.kb.io for Thing objects does not answer
            500 | failed to create typed patch object: .spec.new: field not declared in schema | WAIT_FOR_CHANGE | the served Thing has other fields than expected: upgrade what it belongs to
            503 | etcd is away | RETRY | the Kubernetes API answered 503 for Thing
            """)
    void everyAnswerHasItsKindAndItsMessage(int code, String said, Kind kind, String message) {
        StepFailure failure = of(code, answer(code, said).build());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.httpCode()).isEqualTo(code);
    }

    @Test
    void noAnswerIsTriedAgain() {
        StepFailure failure = ApiErrors.of(
                new KubernetesClientException("secret text", new IOException("more", new ConnectException("refused"))),
                "Thing");

        assertThat(failure.kind()).isEqualTo(Kind.RETRY);
        assertThat(failure.message()).isEqualTo("the Kubernetes API does not answer (ConnectException)");
    }

    @Test
    void anObjectThatIsGoneIsStaleUnlikeAKindThatIsNotThere() {
        Status gone = answer(404, "things \"x\" not found")
                .withNewDetails()
                .withName("x")
                .endDetails()
                .build();

        assertThat(of(404, gone).kind()).isEqualTo(Kind.STALE);
    }

    @Test
    void anObjectThatWasMadeAnewIsStale() {
        Status other = answer(422, "is invalid")
                .withNewDetails()
                .addNewCause("metadata.uid", "field is immutable", "FieldValueInvalid")
                .endDetails()
                .build();

        assertThat(of(422, other).kind()).isEqualTo(Kind.STALE);
    }

    @Test
    void aSchemaNamesFieldsWithoutTheirValues() {
        Status refused = answer(422, "Thing \"x\" is invalid: all of it")
                .withNewDetails()
                .addNewCause("spec.a", "Invalid value: \"sec\\\"ret\": must be short", "FieldValueInvalid")
                .addNewCause(
                        "spec.b", "Unsupported value: \"secret\": supported values: \"A\"", "FieldValueNotSupported")
                .addNewCause("spec.c", "Required value", "FieldValueRequired")
                .endDetails()
                .build();

        assertThat(of(422, refused).message())
                .isEqualTo("Thing refused by its schema (422): spec.a: must be short;"
                        + " spec.b: supported values: \"A\"; spec.c: Required value");
    }

    @Test
    void messagesAreOneShortLine() {
        StepFailure failure = StepFailure.retry("long\n" + "x".repeat(500));

        assertThat(failure.message()).hasSize(300).startsWith("long x").endsWith("…");
    }

    private static StepFailure of(int code, Status status) {
        return ApiErrors.of(new KubernetesClientException("Failure executing", code, status), "Thing");
    }

    private static StatusBuilder answer(int code, String message) {
        return new StatusBuilder().withCode(code).withMessage(message);
    }
}
