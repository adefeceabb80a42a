// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import kamaji.capi.workflows.decision.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks at failures as the workflow gets them. */
final class StepFailures {
    private StepFailures() {}

    /** The message of the failure of this kind that a step ends with. */
    static String messageOf(Failure.Kind kind, ThrowingCallable step) {
        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, step);
        assertThat(failure).as("failure of the step").isNotNull();
        assertThat(failure.getType()).as(failure.getOriginalMessage()).isEqualTo(kind.name());
        assertThat(failure.isNonRetryable()).isEqualTo(kind != Failure.Kind.RETRY);
        assertThat(failure.getCause()).isNull();
        assertThat(failure.getOriginalMessage()).hasSizeLessThanOrEqualTo(300);
        return failure.getOriginalMessage();
    }
}
