// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.ADDRESS;
import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Deviations;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.ConditionGuide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeviationReportTest {
    private static final ClusterRef REF = new ClusterRef("i", "demo", "kcp");
    private static final List<String> NONE = List.of();

    @ParameterizedTest
    @MethodSource("rows")
    void eachSortHasItsConditionAndHoldsNothingUp(Deviations found, String condition, String message) {
        Decision decision = decide(found);

        assertThat(decision.outcome()).isEqualTo(Outcome.CONVERGED);
        assertThat(ours(decision)).singleElement().satisfies(told -> {
            assertThat(told.type() + "/" + told.status() + "/" + told.reason()).isEqualTo(condition);
            assertThat(told.message()).contains(message);
            assertThat(ConditionGuide.of(told.type(), told.status(), told.reason()))
                    .isPresent();
        });
    }

    @Test
    void whatIsAsAskedForIsNotTold() {
        assertThat(ours(decide(Deviations.NONE))).isEmpty();
    }

    @Test
    void theyAreInTheDigest() {
        Facts facts = settled();
        Facts deviating = facts.with(tenant("Ready", ADDRESS, "v1.33.1", 2, true)
                .withDeviations(new Deviations(List.of("spec.a"), NONE, NONE)));
        assertThat(deviating.digest()).isNotEqualTo(facts.digest());
    }

    static Stream<Arguments> rows() {
        List<String> many = IntStream.range(0, 13).mapToObj(i -> "spec.f" + i).toList();
        return Stream.of(
                Arguments.of(
                        new Deviations(List.of("spec.a", "spec.b"), NONE, NONE),
                        "CorrectionsPending/True/WaitForChange",
                        "differs in spec.a, spec.b: the next change"),
                Arguments.of(
                        new Deviations(many, NONE, NONE),
                        "CorrectionsPending/True/WaitForChange",
                        "spec.f9 and 3 more: "),
                Arguments.of(
                        new Deviations(NONE, List.of("spec.new"), NONE),
                        "FieldsApplied/False/NotServed",
                        "does not know spec.new of a TenantControlPlane: upgrade Kamaji"),
                Arguments.of(
                        new Deviations(NONE, NONE, List.of("spec.dataStoreName")),
                        "FieldsApplied/False/CannotBeCleared",
                        "spec.dataStoreName cannot be cleared"),
                Arguments.of(
                        new Deviations(NONE, List.of("spec.new"), List.of("spec.dataStoreName")),
                        "FieldsApplied/False/NotServed",
                        "; spec.dataStoreName cannot be cleared"));
    }

    private static Decision decide(Deviations found) {
        Facts facts =
                settled().with(tenant("Ready", ADDRESS, "v1.33.1", 2, true).withDeviations(found));
        return Decisions.decide(REF, facts, RunState.NONE);
    }

    private static List<Condition> ours(Decision decision) {
        return Objects.requireNonNull(decision.report()).conditions().stream()
                .filter(condition ->
                        List.of("CorrectionsPending", "FieldsApplied").contains(condition.type()))
                .toList();
    }
}
