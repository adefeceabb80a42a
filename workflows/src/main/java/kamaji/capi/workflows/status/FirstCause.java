// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which of many conditions tells why a control plane is not where it should be. */
public final class FirstCause {
    /** What people look at first comes first; summaries come last, since they only repeat. */
    private static final List<ConditionType> ORDER = List.of(
            ConditionType.PAUSED,
            ConditionType.DELETING,
            ConditionType.FOUND_EXTERNAL_REFERENCE_CLIENT,
            ConditionType.DATA_STORE_READY,
            ConditionType.TENANT_CONTROL_PLANE_CREATED,
            ConditionType.TENANT_CONTROL_PLANE_ADDRESS_READY,
            ConditionType.CONTROL_PLANE_ENDPOINT_PATCHED,
            ConditionType.INFRASTRUCTURE_CLUSTER_PATCHED,
            ConditionType.ROLLING_OUT,
            ConditionType.KUBEADM_RESOURCES_CREATED,
            ConditionType.CERTIFICATES_AVAILABLE,
            ConditionType.ACCESS_VERIFIED,
            ConditionType.SCALING_UP,
            ConditionType.SCALING_DOWN,
            ConditionType.INITIALIZED,
            ConditionType.READY,
            ConditionType.AVAILABLE,
            ConditionType.FIELDS_APPLIED,
            ConditionType.CORRECTIONS_PENDING);

    private FirstCause() {}

    /**
     * The first condition that makes people wait, empty when none does.
     *
     * @param conditions a condition of the type as {@code status/reason}, null when there is none
     */
    public static Optional<ConditionGuide> of(Function<ConditionType, @Nullable String> conditions) {
        return ORDER.stream()
                .flatMap(type -> ConditionGuide.ALL.stream()
                        .filter(row -> row.type() == type)
                        .filter(row -> (row.status() + "/" + row.reason()).equals(conditions.apply(type))))
                .filter(ConditionGuide::isWait)
                .findFirst();
    }

    /** All types, for tests. */
    static List<ConditionType> order() {
        return ORDER;
    }
}
