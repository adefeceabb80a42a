// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import kamaji.capi.worker.options.TemporalOptions;
import kamaji.capi.worker.temporal.TemporalReader;
import org.jspecify.annotations.Nullable;

/** What one command talks to. Both are opened at once, and neither is asked before a command does. */
final class Session implements AutoCloseable {
    private final KubernetesAccess kubernetes;
    private final TemporalReader temporal;
    private final ControlPlanes controlPlanes;
    private final Runs runs;
    private final @Nullable String ui;

    Session(KubernetesAccess kubernetes, TemporalOptions options, Map<String, String> variables, @Nullable String ui) {
        this.kubernetes = kubernetes;
        this.ui = ui == null || ui.isBlank() ? null : ui.replaceFirst("/+$", "");
        try {
            temporal = TemporalReader.open(options, variables);
        } catch (RuntimeException unusable) {
            kubernetes.close();
            throw unusable;
        }
        controlPlanes = new ControlPlanes(kubernetes);
        runs = new Runs(temporal, kubernetes, options.instance());
    }

    KubernetesAccess kubernetes() {
        return kubernetes;
    }

    ControlPlanes controlPlanes() {
        return controlPlanes;
    }

    Runs runs() {
        return runs;
    }

    /** Where the web UI shows a run; null when nobody said where it is. */
    @Nullable
    String link(String workflowId, @Nullable String runId) {
        if (ui == null) {
            return null;
        }
        String workflow = ui + "/namespaces/" + temporal.namespace() + "/workflows/"
                + URLEncoder.encode(workflowId, StandardCharsets.UTF_8);
        return runId == null ? workflow : workflow + "/" + runId + "/timeline";
    }

    @Override
    public void close() {
        temporal.close();
        kubernetes.close();
    }
}
