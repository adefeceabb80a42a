// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;
import kamaji.capi.activities.failure.StepFailure;
import org.jspecify.annotations.Nullable;

/** How requests get to one API server. */
public interface Route {
    /** Straight. */
    Route DIRECT = new Route() {
        @Override
        public <T extends @Nullable Object> T pass(Supplier<T> request) {
            return request.get();
        }

        @Override
        public StepFailure explained(StepFailure failure) {
            return failure;
        }
    };

    /**
     * Makes a request.
     *
     * @throws StepFailure when it is not made
     * @throws KubernetesClientException as the request does
     */
    <T extends @Nullable Object> T pass(Supplier<T> request);

    /** A failure in words that say which API server it is about. */
    StepFailure explained(StepFailure failure);
}
