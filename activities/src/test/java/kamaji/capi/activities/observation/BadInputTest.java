// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.observation.BadInputPage.Row;
import kamaji.capi.workflows.decision.Decision;
import kamaji.capi.workflows.decision.Decisions;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.decision.RunState;
import kamaji.capi.workflows.decision.Step;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.status.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of docs/bad-input.md about a condition, from the objects to the status. {@link BadInputIT} has the others. */
class BadInputTest {
    private static final Step APPLY = Step.APPLY_TENANT_CONTROL_PLANE;

    @ParameterizedTest
    @MethodSource("conditions")
    void isToldInItsConditionBeforeATenantControlPlaneIsTouched(Row row) {
        Decision decision = decide(BadInput.of(row), refusal(row));

        assertThat(condition(decision, row.conditionType())).satisfies(condition -> {
            assertThat(condition.status()).isEqualTo("False");
            assertThat(condition.reason()).isEqualTo(row.reason());
            assertThat(condition.message()).contains(row.message());
        });
        if (!row.conditionType().startsWith("Infrastructure")) {
            assertThat(decision.due()).doesNotContain(APPLY);
        }
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void goesOnOnceItIsCorrected(Row row) {
        BadInput cured = BadInput.of(row).cured();

        assertThat(decide(cured, refusal(row)).due()).contains(APPLY);
        assertThat(Objects.requireNonNull(decide(cured, RunState.NONE).report()).conditions())
                .noneMatch(condition -> condition.message().contains(row.message()))
                .noneMatch(condition -> condition.reason().equals(Condition.FAILED));
    }

    @Test
    void everyInputHasItsRowAndEveryRowItsInput() {
        assertThat(Documents.all("bad-input.yaml"))
                .extracting(document -> String.valueOf(document.get("input")))
                .containsExactlyElementsOf(
                        BadInputPage.rows().stream().map(Row::input).toList())
                .doesNotHaveDuplicates();
        assertThat(BadInputPage.rows())
                .hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(List.of(row.message(), row.cure()))
                        .allSatisfy(cell -> assertThat(cell).isNotBlank()));
    }

    static Stream<Row> conditions() {
        return BadInputPage.rows().stream().filter(row -> !row.byAdmission());
    }

    /** What the run knows: that the step failed, when a webhook denies what was wrong at first. */
    private static RunState refusal(Row row) {
        BadInput input = BadInput.of(row);
        String denial = input.denied();
        if (denial == null) {
            return RunState.NONE;
        }
        StepFailure failure = ApiErrors.of(
                new KubernetesClientException(new StatusBuilder()
                        .withCode(403)
                        .withMessage("admission webhook \"v.kamaji.test\" denied the request: " + denial)
                        .build()),
                "TenantControlPlane");
        String digest = input.scene().facts().digest();
        return new RunState(List.of(new Failure(APPLY, failure.kind(), failure.message(), digest, 0)), null);
    }

    private static Decision decide(BadInput input, RunState run) {
        Facts facts = input.scene().facts();
        return Decisions.decide(Scene.REF, facts, run);
    }

    private static Condition condition(Decision decision, String type) {
        return Objects.requireNonNull(decision.report()).conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type + " in " + decision));
    }
}
