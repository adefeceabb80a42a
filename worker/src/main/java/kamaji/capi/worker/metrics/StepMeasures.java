// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Locale;
import kamaji.capi.workflows.decision.Failure;

/** Measures every try of every step, quiet or not, around the activity that does it. */
public final class StepMeasures extends WorkerInterceptorBase {
    private final MeterRegistry registry;

    public StepMeasures(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Measured(next);
    }

    /** What became of a try, as the label says it. */
    static String result(Throwable failure) {
        Failure.Kind kind =
                failure instanceof ApplicationFailure thrown ? Failure.Kind.ofType(thrown.getType()) : Failure.Kind.BUG;
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private final class Measured extends ActivityInboundCallsInterceptorBase {
        private String step = "";

        Measured(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            step = context.getInfo().getActivityType();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            long begun = System.nanoTime();
            try {
                ActivityOutput output = super.execute(input);
                record(begun, "ok");
                return output;
            } catch (RuntimeException failure) {
                record(begun, result(failure));
                throw failure;
            }
        }

        private void record(long begun, String result) {
            Metric.STEP.record(registry, Duration.ofNanos(System.nanoTime() - begun), step, result);
        }
    }
}
