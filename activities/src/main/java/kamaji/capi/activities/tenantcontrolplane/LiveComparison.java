// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares every leaf of an intent with a live object, in which more may stand. Kamaji rewrites the spec as Go writes
 * it: quantities in canonical form, and core/v1 fields left out when they hold Go's zero value. Neither is a difference.
 */
final class LiveComparison {
    private static final Set<String> CORE_TYPES = Set.of(
            "resources",
            "securityContext",
            "podSecurityContext",
            "containerSecurityContexts",
            "strategy",
            "affinity",
            "tolerations",
            "topologySpreadConstraints",
            "additionalInitContainers",
            "additionalContainers",
            "additionalVolumes",
            "additionalVolumeMounts");
    private static final Set<String> QUANTITIES = Set.of("limits", "requests", "sizeLimit", "divisor");

    private final List<String> missing = new ArrayList<>();
    private final List<String> different = new ArrayList<>();

    static LiveComparison of(Map<String, Object> intent, Map<String, Object> live) {
        LiveComparison comparison = new LiveComparison();
        comparison.object("", intent, live, Kind.OURS);
        return comparison;
    }

    /** Paths of what the live object lacks; of an object that is missing as a whole, only its own path. */
    List<String> missing() {
        return missing;
    }

    /** Paths of what the live object has with another value. */
    List<String> different() {
        return different;
    }

    private enum Kind {
        OURS,
        CORE,
        QUANTITY;

        Kind of(String field) {
            if (this == OURS) {
                return CORE_TYPES.contains(field) ? CORE : OURS;
            }
            return this == QUANTITY || QUANTITIES.contains(field) ? QUANTITY : CORE;
        }
    }

    private void object(String path, Map<?, ?> intended, Map<?, ?> live, Kind kind) {
        intended.forEach((key, value) -> {
            String field = String.valueOf(key);
            value(FieldPath.child(path, field), Objects.requireNonNull(value), live.get(field), kind.of(field));
        });
    }

    private void value(String path, Object intended, @Nullable Object live, Kind kind) {
        if (live == null) {
            if (kind == Kind.OURS || !isGoZero(intended)) {
                missing.add(path);
            }
        } else if (path.equals("metadata.ownerReferences")) {
            ownerReferences(path, (List<?>) intended, (List<?>) live);
        } else if (intended instanceof Map<?, ?> wanted && live instanceof Map<?, ?> found) {
            object(path, wanted, found, kind);
        } else if (intended instanceof List<?> wanted && live instanceof List<?> found) {
            list(path, wanted, found, kind);
        } else if (!equalLeaves(intended, live, kind)) {
            different.add(path);
        }
    }

    private void list(String path, List<?> intended, List<?> live, Kind kind) {
        if (intended.size() != live.size()) {
            different.add(path);
            return;
        }
        for (int i = 0; i < intended.size(); i++) {
            value(path + "[" + i + "]", Objects.requireNonNull(intended.get(i)), live.get(i), kind);
        }
    }

    /** Owners are a list keyed by UID, in which others may stand beside ours. */
    private void ownerReferences(String path, List<?> intended, List<?> live) {
        for (Object owner : intended) {
            Object uid = ((Map<?, ?>) owner).get("uid");
            Object found = live.stream()
                    .filter(other -> other instanceof Map<?, ?> fields && Objects.equals(fields.get("uid"), uid))
                    .findFirst()
                    .orElse(null);
            value(
                    path + "[uid=" + uid + "]",
                    Objects.requireNonNull(ofAnyVersion(owner)),
                    ofAnyVersion(found),
                    Kind.OURS);
        }
    }

    /** Two versions of one API group name the same owner. */
    private static @Nullable Object ofAnyVersion(@Nullable Object owner) {
        if (!(owner instanceof Map<?, ?> fields)) {
            return owner;
        }
        Map<Object, Object> group = new HashMap<>(fields);
        group.computeIfPresent(
                "apiVersion", (key, version) -> version.toString().replaceFirst("/.*", ""));
        return group;
    }

    private static boolean equalLeaves(Object intended, Object live, Kind kind) {
        if (intended.equals(live)) {
            return true;
        }
        if (intended instanceof Number && live instanceof Number) {
            return new BigDecimal(intended.toString()).compareTo(new BigDecimal(live.toString())) == 0;
        }
        return kind == Kind.QUANTITY && equalQuantities(intended, live);
    }

    private static boolean equalQuantities(Object intended, Object live) {
        try {
            BigDecimal amount = Quantity.parse(intended.toString()).getNumericalAmount();
            return amount.compareTo(Quantity.parse(live.toString()).getNumericalAmount()) == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isGoZero(Object leaf) {
        return Boolean.FALSE.equals(leaf)
                || (leaf instanceof Number number && number.doubleValue() == 0)
                || (leaf instanceof String text && text.isEmpty());
    }
}
