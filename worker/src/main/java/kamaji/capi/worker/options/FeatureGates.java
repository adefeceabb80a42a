// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The gates that are on. */
public record FeatureGates(Set<FeatureGate> enabled) {
    /** Manifests of Kubernetes components may name all gates of a stage at once. All of ours are alpha. */
    private static final String ALL_ALPHA = "AllAlpha";

    private static final String ALL_BETA = "AllBeta";

    public FeatureGates {
        enabled = Set.copyOf(enabled);
    }

    /**
     * Reads entries such as {@code SkipInfraClusterPatch=true}; blank ones are ignored and the last of a name wins.
     *
     * @throws IllegalArgumentException naming the entry and the gates there are
     */
    public static FeatureGates parse(List<String> entries) {
        Map<String, Boolean> values = new LinkedHashMap<>();
        for (String entry : entries) {
            if (!entry.isBlank()) {
                put(values, entry.strip());
            }
        }
        Set<FeatureGate> enabled = EnumSet.noneOf(FeatureGate.class);
        for (FeatureGate gate : FeatureGate.values()) {
            if (values.getOrDefault(gate.gateName(), values.getOrDefault(ALL_ALPHA, false))) {
                enabled.add(gate);
            }
        }
        return new FeatureGates(enabled);
    }

    private static void put(Map<String, Boolean> values, String entry) {
        int equals = entry.indexOf('=');
        String name = equals < 0 ? entry : entry.substring(0, equals).strip();
        String value = equals < 0 ? "" : entry.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
        boolean known = name.equals(ALL_ALPHA)
                || name.equals(ALL_BETA)
                || Arrays.stream(FeatureGate.values())
                        .anyMatch(gate -> gate.gateName().equals(name));
        if (!known) {
            throw new IllegalArgumentException("there is no feature gate '" + name + "'; there are " + names());
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(
                    "feature gate '" + entry + "' has no value; write " + name + "=true or " + name + "=false");
        }
        values.put(name, Boolean.valueOf(value));
    }

    private static String names() {
        return Arrays.stream(FeatureGate.values()).map(FeatureGate::gateName).collect(Collectors.joining(", "));
    }

    public boolean isOn(FeatureGate gate) {
        return enabled.contains(gate);
    }

    @Override
    public String toString() {
        return Arrays.stream(FeatureGate.values())
                .filter(this::isOn)
                .map(FeatureGate::gateName)
                .collect(Collectors.joining(","));
    }
}
