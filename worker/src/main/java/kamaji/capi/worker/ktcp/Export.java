// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalTenant;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.observation.ObservedExternal;
import kamaji.capi.activities.observation.References;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** Collects what a bug report needs: histories as JSON that can be replayed, and the objects without secrets. */
final class Export {
    private final Session session;
    private final String name;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    Export(Session session, String name) {
        this.session = session;
        this.name = name;
    }

    /** Files by name. What could not be had is told in the file about.json. */
    Map<String, String> collect(int mostRuns, String version, Instant now) {
        @Nullable
        KamajiControlPlane controlPlane = session.controlPlanes().find(name).orElse(null);
        if (controlPlane != null) {
            objects(controlPlane);
        } else {
            missing.add("the KamajiControlPlane is gone, and what belonged to it");
        }
        histories(controlPlane, mostRuns);
        if (files.isEmpty()) {
            throw controlPlane == null
                    ? session.controlPlanes().missing(name)
                    : new StartFailure(ExitCode.UNEXPECTED, "nothing could be read: " + String.join("; ", missing));
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("namespace", session.kubernetes().namespace());
        about.put("name", name);
        about.put("exportedAt", now);
        about.put("provider", version);
        about.put("missing", missing);
        Map<String, String> all = new LinkedHashMap<>(Map.of("about.json", Json.of(about) + "\n"));
        all.putAll(files);
        return all;
    }

    private void objects(KamajiControlPlane controlPlane) {
        Optional<GenericKubernetesResource> found = object(References.CONTROL_PLANES, name);
        Optional<String> store = found.flatMap(References::dataStoreName);
        found.flatMap(this::elsewhere).ifPresentOrElse(place -> tenant(place, store), () -> {
            object(TenantControlPlaneView.CONTEXT, name);
            store.ifPresent(named -> object(DataStoreView.CONTEXT, named));
        });
        References.clusterName(controlPlane).ifPresent(this::cluster);
        trying(
                "events",
                () -> files.put(
                        "objects/events.yaml",
                        Serialization.asYaml(session.controlPlanes().events(name))));
        trying("secrets", () -> files.put("objects/secrets.json", Json.of(secrets(controlPlane)) + "\n"));
    }

    /** Where the TenantControlPlane is expected when that is another cluster and this one has none of it. */
    private Optional<ExternalTenant> elsewhere(GenericKubernetesResource controlPlane) {
        return Optional.ofNullable(ObservedExternal.expected(controlPlane, Planning.FOLLOWED, this::tenantHere))
                .filter(expected -> !expected.here())
                .map(ObservedExternal::place);
    }

    private @Nullable GenericKubernetesResource tenantHere() {
        try {
            return session.controlPlanes()
                    .object(TenantControlPlaneView.CONTEXT, name)
                    .orElse(null);
        } catch (StartFailure notPermitted) {
            return null;
        }
    }

    private void tenant(ExternalTenant place, Optional<String> store) {
        String both = place.describe()
                + store.map(named -> " and its DataStore " + named).orElse("");
        trying(both + ", not exported", () -> {
            try (OtherCluster there = OtherCluster.of(place, session.kubernetes())) {
                keep(
                        TenantControlPlaneView.CONTEXT,
                        place.describe(),
                        there.object(TenantControlPlaneView.CONTEXT, place.namespace(), place.name()));
                store.ifPresent(named -> trying(
                        "DataStore " + named + ", not exported",
                        () -> keep(
                                DataStoreView.CONTEXT,
                                "DataStore " + named + " on the other cluster",
                                there.object(DataStoreView.CONTEXT, "", named))));
            }
        });
    }

    private void cluster(String cluster) {
        object(ClusterView.CONTEXT, cluster).flatMap(References::infrastructure).ifPresent(named -> {
            trying(
                    named.kind(),
                    () -> new ServedKinds(session.kubernetes().client())
                            .find(named.apiGroup(), named.kind(), version -> true)
                            .ifPresent(context -> object(context, named.name())));
        });
    }

    private Optional<GenericKubernetesResource> object(ResourceDefinitionContext context, String named) {
        try {
            Optional<GenericKubernetesResource> found = session.controlPlanes().object(context, named);
            keep(context, context.getKind() + " " + named, found);
            return found;
        } catch (StartFailure failure) {
            missing.add(String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    private void keep(ResourceDefinitionContext context, String what, Optional<GenericKubernetesResource> found) {
        found.ifPresentOrElse(
                object -> files.put(
                        "objects/" + context.getKind().toLowerCase(Locale.ROOT) + ".yaml",
                        Serialization.asYaml(Redaction.of(object))),
                () -> missing.add(what + " does not exist"));
    }

    /** Names, types and keys, never values. */
    private List<Map<String, Object>> secrets(KamajiControlPlane controlPlane) {
        List<Map<String, Object>> told = new ArrayList<>();
        for (String cluster : References.clusterNames(controlPlane)) {
            List<String> names =
                    List.of(References.kubeconfigSecret(cluster), References.certificateAuthoritySecret(cluster));
            for (String secretName : names) {
                Secret secret = session.kubernetes()
                        .ask(
                                "read Secret " + secretName,
                                () -> session.kubernetes()
                                        .client()
                                        .secrets()
                                        .inNamespace(session.kubernetes().namespace())
                                        .withName(secretName)
                                        .get());
                if (secret != null) {
                    told.add(about(secret));
                }
            }
        }
        return told;
    }

    private static Map<String, Object> about(Secret secret) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("name", secret.getMetadata().getName());
        about.put("type", secret.getType());
        about.put("labels", secret.getMetadata().getLabels());
        about.put("resourceVersion", secret.getMetadata().getResourceVersion());
        about.put(
                "keys",
                new TreeSet<>(
                        secret.getData() == null ? List.of() : secret.getData().keySet()));
        return about;
    }

    private void histories(@Nullable KamajiControlPlane controlPlane, int mostRuns) {
        trying("histories", () -> {
            String workflow = session.runs().workflowId(name, controlPlane);
            List<WorkflowExecutionHistory> histories = session.runs().histories(workflow, mostRuns);
            if (histories.isEmpty()) {
                missing.add("Temporal keeps no run of workflow " + workflow);
            }
            for (WorkflowExecutionHistory history : histories) {
                files.put("histories/" + history.getWorkflowExecution().getRunId() + ".json", history.toJson(true));
            }
        });
    }

    private void trying(String what, Runnable collecting) {
        try {
            collecting.run();
        } catch (StartFailure failure) {
            missing.add(what + ": " + failure.getMessage());
        }
    }
}
