// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The flags of {@code run}, in the groups in which help shows them. */
public final class ProviderFlags {
    @Mixin
    private final KubernetesFlags kubernetes = new KubernetesFlags();

    @Mixin
    private final InfrastructureFlags infrastructure = new InfrastructureFlags();

    @Mixin
    private final TemporalFlags temporal = new TemporalFlags();

    @Mixin
    private final RoleFlags roles = new RoleFlags();

    @Mixin
    private final LimitFlags limits = new LimitFlags();

    @Mixin
    private final DiagnosticsFlags diagnostics = new DiagnosticsFlags();

    @Mixin
    private final CompatibilityFlags compatibility = new CompatibilityFlags();

    /** Headings of help, by the class that declares the flags below each. */
    public static Map<Class<?>, String> groups() {
        Map<Class<?>, String> groups = new LinkedHashMap<>();
        groups.put(KubernetesFlags.class, "Kubernetes");
        groups.put(InfrastructureFlags.class, "Infrastructure clusters");
        groups.put(TemporalFlags.class, "Temporal");
        groups.put(RoleFlags.class, "Instance, roles and leader election");
        groups.put(LimitFlags.class, "Limits");
        groups.put(DiagnosticsFlags.class, "Diagnostics");
        groups.put(CompatibilityFlags.class, "Compatibility with the Go provider");
        return groups;
    }

    /**
     * All that was set, checked.
     *
     * @throws InvalidOption when a value cannot be meant
     */
    public ProviderOptions options() {
        List<String> warnings = new ArrayList<>(limits.warnings());
        warnings.addAll(compatibility.warnings());
        FeatureOptions features = compatibility.features();
        return new ProviderOptions(
                kubernetes.options(),
                temporal.options(roles.instance()),
                roles.options(),
                limits.options(),
                compatibility.diagnostics(diagnostics),
                features,
                infrastructure.options(features),
                warnings);
    }
}
