// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.observation.References;
import kamaji.capi.worker.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Ask the provider to look at a control plane again at once, whatever it waits for.",
            "Sets the annotation " + Annotations.RECONCILE_REQUESTED_AT + "; needs no Temporal."
        })
final class RetryCommand implements Callable<Integer> {
    private final Map<String, String> variables;

    @Mixin
    private final Flags flags = new Flags();

    RetryCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    /** What was written. */
    record Asked(String namespace, String name, String requestedAt) {}

    @Override
    public Integer call() {
        try (Session session = flags.open(variables)) {
            GenericKubernetesResource controlPlane = session.controlPlanes().get(flags.name());
            String now = Instant.now().toString();
            session.kubernetes().ask("annotate KamajiControlPlane " + flags.name(), () -> {
                Patch patch = Patch.ofAnnotations(controlPlane, Map.of(Annotations.RECONCILE_REQUESTED_AT, now));
                return new KubernetesApi(session.kubernetes().client()).merge(References.CONTROL_PLANES, patch);
            });
            Asked asked = new Asked(session.kubernetes().namespace(), flags.name(), now);
            flags.print(
                    asked,
                    () -> flags.out()
                            .println("asked at " + now + "; 'kubectl ktcp why " + flags.name()
                                    + "' says what comes of it"));
            return 0;
        }
    }
}
