// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.ADDRESS;
import static kamaji.capi.workflows.decision.FactsExamples.PUBLISHED;
import static kamaji.capi.workflows.decision.FactsExamples.controlPlane;
import static kamaji.capi.workflows.decision.FactsExamples.fresh;
import static kamaji.capi.workflows.decision.FactsExamples.paused;
import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.tenant;
import static kamaji.capi.workflows.decision.FactsExamples.tenantOf;
import static kamaji.capi.workflows.decision.FactsExamples.withTenant;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.facts.DataStore;
import kamaji.capi.workflows.facts.Endpoint;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.status.Condition;
import kamaji.capi.workflows.status.StatusReport;
import kamaji.capi.workflows.status.VersionCount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Cluster API makes of the status, where a plausible one does harm. */
class ClusterApiTrapsTest {
    private static final ClusterRef REF = new ClusterRef("test", "demo", "kcp");
    private static final RunState ANSWERED = new RunState(List.of(), new Access(Access.Verdict.ALLOWED, null), null);
    /** As the metav1 type of conditions has it. */
    private static final Pattern REASON = Pattern.compile("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");

    /** Trap 3: core connects as soon as it is initialised and waits half a minute after each failure. */
    @Test
    void trap3InitialisedIsNotAnnouncedBeforeBothSecretsArePublished() {
        Facts running = withTenant("Ready", ADDRESS, false).with(controlPlane(false, ADDRESS));

        assertThat(report(running.with(Credentials.NONE)).initialized()).isFalse();
        assertThat(report(running.with(new Credentials(State.CURRENT, State.MISSING)))
                        .initialized())
                .isFalse();
        assertThat(report(running.with(new Credentials(State.STALE, State.CURRENT)))
                        .initialized())
                .isFalse();
        assertThat(report(running.with(PUBLISHED)).initialized()).isTrue();
    }

    /** Trap 4: core copies the endpoint once, when it is initialised. */
    @Test
    void trap4TheEndpointIsFinalBeforeInitialisedAndNeverWrittenAfter() {
        Facts running = withTenant("Ready", ADDRESS, false).with(PUBLISHED);
        assertThat(report(running.with(controlPlane(false, null))).initialized())
                .isFalse();
        assertThat(report(running.with(controlPlane(false, new Endpoint("192.0.2.99", 6443))))
                        .initialized())
                .isFalse();
        assertThat(report(running.with(tenant("Ready", null, "v1.33.1", 2, true)))
                        .initialized())
                .isFalse();

        Facts moved = settled().with(tenant("Ready", new Endpoint("192.0.2.99", 6443), "v1.33.1", 2, true));
        Decision decision = Decisions.decide(REF, moved, ANSWERED);
        assertThat(decision.due()).isEmpty();
        assertThat(decision.outcome().cause()).contains("192.0.2.99", "192.0.2.10", "Cluster API keeps");
        assertThat(Objects.requireNonNull(decision.report()).initialized()).isTrue();
    }

    /** Trap 5: with a version too early workers are made or upgraded too early, without one never. */
    @Test
    void trap5TheVersionIsToldOnceItAnswersAndTheNewOneOnceEveryPodRunsIt() {
        StatusReport starting = report(withTenant("Ready", ADDRESS, false).with(Credentials.NONE));
        assertThat(starting.version()).isEmpty();
        assertThat(starting.versions()).isEmpty();

        assertThat(report(settled()).versions()).containsExactly(new VersionCount("v1.33.1", 2));
        for (String phase : List.of("Upgrading", "Ready", "Unknown", "NotReady")) {
            StatusReport upgrading = report(tenantOf(phase, "v1.32.0", 2, false));
            assertThat(upgrading.version()).as(phase).isEqualTo("v1.32.0");
            assertThat(upgrading.versions().get(0).version()).as(phase).isEqualTo("v1.32.0");
        }
    }

    static List<Facts> all() {
        Facts store = FactsExamples.with(fresh(), new DataStore(false, null, null));
        return List.of(
                fresh(),
                store,
                settled(),
                withTenant(null, null, false),
                withTenant("Provisioning", ADDRESS, false),
                withTenant("WriteLimited", ADDRESS, true),
                tenantOf("Sleeping", "v1.33.1", 0, true),
                tenantOf("Migrating", "v1.33.1", 2, false),
                tenantOf("Upgrading", "v1.32.0", 2, true),
                settled().with(new Credentials(State.FOREIGN, State.FOREIGN, "2027-01-31T10:00:00Z")),
                paused(settled()),
                FactsExamples.deleting(settled()),
                FactsExamples.invalid(settled(), "spec.network: \"wrong\"\nline two"));
    }

    /** Trap 7: core discards all conditions for one that is malformed; a bad reason stops the Cluster's own status. */
    @ParameterizedTest
    @MethodSource("all")
    void trap7EveryConditionIsOneThatCoreTakes(Facts facts) {
        List<Condition> conditions = Objects.requireNonNull(
                        Decisions.decide(REF, facts, RunState.NONE).report())
                .conditions();

        assertThat(conditions).isNotEmpty().extracting(Condition::type).doesNotHaveDuplicates();
        assertThat(conditions).allSatisfy(condition -> {
            assertThat(condition.status()).isIn("True", "False", "Unknown");
            assertThat(condition.reason()).matches(REASON);
            assertThat(condition.message()).hasSizeLessThan(32_768);
        });
    }

    /** Trap 9: core refuses versions that are not sorted, and counts below one. */
    @Test
    void trap9VersionsAreSortedAndNoneIsCountedThatNoPodRuns() {
        TenantControlPlane rolling =
                tenant("Upgrading", ADDRESS, "v1.9.0", 3, true).withPods(3, 2, 1, 2);
        assertThat(report(settled().with(rolling)).versions())
                .containsExactly(new VersionCount("v1.9.0", 2), new VersionCount("v1.33.1", 1));

        assertThat(report(tenantOf("Sleeping", "v1.33.1", 0, true)).versions())
                .containsExactly(new VersionCount("v1.33.1", null));
        TenantControlPlane replaced = rolling.withPods(3, 3, 3, 3);
        assertThat(report(settled().with(replaced)).versions()).containsExactly(new VersionCount("v1.9.0", 3));
    }

    /** Trap 14: core sees no change of a paused control plane, so that nothing but the pause is told. */
    @Test
    void trap14APausedControlPlaneIsToldToBePausedAndNothingElse() {
        StatusReport report = report(paused(tenantOf("NotReady", "v1.33.1", 0, true)));

        assertThat(report.partial()).isTrue();
        assertThat(report.conditions()).extracting(Condition::type).containsExactly("Paused");
    }

    private static StatusReport report(Facts facts) {
        return Objects.requireNonNull(Decisions.decide(REF, facts, ANSWERED).report());
    }
}
