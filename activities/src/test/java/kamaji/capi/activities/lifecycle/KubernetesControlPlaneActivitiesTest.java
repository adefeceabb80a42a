// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import kamaji.capi.activities.access.AccessCheck;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.servers.Ports;
import kamaji.capi.workflows.decision.Access;
import kamaji.capi.workflows.decision.Failure;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.lifecycle.ControlPlaneActivities;
import kamaji.capi.workflows.lifecycle.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The failures of activities as Temporal gets them, with a Kubernetes API that never answers. */
@Timeout(60)
class KubernetesControlPlaneActivitiesTest {
    private static final Target TARGET = new Target(new ClusterRef("i", "n", "a"), "uid", "1");

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + Ports.free())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    private final TestActivityEnvironment temporal =
            TestActivityEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());

    @AfterEach
    void close() {
        temporal.close();
        client.close();
    }

    @Test
    void accessThatIsNotCheckedIsSkipped() {
        assertThat(activities(AccessCheck.OFF).verifyAccess(TARGET))
                .isEqualTo(new Access(Access.Verdict.SKIPPED, null));
    }

    @Test
    void accessIsAskedForAgainOnTime() {
        ApplicationFailure failure =
                failureOf(() -> activities(AccessCheck.REQUIRED).verifyAccess(TARGET));

        assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyOtherStepIsTriedAgainAsItsOptionsSay() {
        ApplicationFailure failure = failureOf(() -> activities(AccessCheck.OFF).observe(TARGET.ref()));

        assertThat(failure.getNextRetryDelay()).isNull();
        assertThat(failure.getType()).isEqualTo(Failure.Kind.RETRY.name());
        assertThat(failure.getOriginalMessage()).startsWith("the Kubernetes API does not answer (");
        assertThat(failure.getCause()).isNull();
    }

    private static ApplicationFailure failureOf(Runnable step) {
        ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, step::run);
        return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
    }

    private ControlPlaneActivities activities(AccessCheck mode) {
        temporal.registerActivitiesImplementations(new KubernetesControlPlaneActivities(
                client, "i", mode, InfrastructureKinds.builtIn(), ExternalGates.OFF, List.of(), Clock.systemUTC()));
        return temporal.newActivityStub(
                ControlPlaneActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(20))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }
}
