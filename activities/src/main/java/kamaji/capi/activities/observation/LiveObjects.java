// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.activities.api.ClusterView;
import kamaji.capi.activities.api.DataStoreView;
import kamaji.capi.activities.api.Labels;
import kamaji.capi.activities.api.TenantControlPlaneView;
import kamaji.capi.activities.external.ExternalGates;
import kamaji.capi.activities.external.RemoteCluster;
import kamaji.capi.activities.external.RemoteConnections;
import kamaji.capi.activities.external.RemoteProblem;
import kamaji.capi.activities.external.RemoteUnusableException;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.infrastructure.InfrastructureKinds;
import kamaji.capi.activities.infrastructure.ObservedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedInfrastructure;
import kamaji.capi.activities.infrastructure.ServedKinds;
import kamaji.capi.activities.kubernetes.KubernetesApi;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.InfrastructureRef;
import kamaji.capi.workflows.lifecycle.Target;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of one cluster, each by name. A kind that is not installed or may not be read is part of the answer;
 * any other error is a {@link StepFailure}. Safe for use by many threads.
 */
public final class LiveObjects {
    private final KubernetesApi api;
    private final ServedKinds kinds;
    private final InfrastructureKinds table;
    private final List<String> upgradeVersions;
    private final RemoteConnections remotes;
    private final RemoteReading remoteReading;
    private final ExternalGates gates;
    private final RecentObjects recent = new RecentObjects(System::nanoTime);

    /**
     * Reads of this cluster and of those that run TenantControlPlanes for it.
     *
     * @param upgradeVersions versions for the minors that an upgrade passes through
     * @param gates which references to other clusters are followed
     */
    public LiveObjects(
            KubernetesApi api,
            ServedKinds kinds,
            InfrastructureKinds table,
            List<String> upgradeVersions,
            ExternalGates gates) {
        this.upgradeVersions = List.copyOf(upgradeVersions);
        this.remotes = new RemoteConnections(api);
        this.remoteReading = new RemoteReading(remotes);
        this.gates = gates;
        this.api = api;
        this.kinds = kinds;
        this.table = table;
    }

    /** Everything about a cluster. */
    public ClusterObjects all(ClusterRef ref) {
        Reading reading = new Reading(ref);
        reading.controlPlane();
        reading.cluster();
        reading.tenant();
        reading.schema();
        reading.dataStore();
        reading.infrastructure();
        reading.secrets();
        reading.workers();
        ClusterObjects result = reading.result();
        recent.remember(result);
        return result;
    }

    /**
     * The cluster that has, or is to have, the TenantControlPlane.
     *
     * @throws StepFailure when that is another one which cannot be worked with
     */
    public KubernetesApi host(ClusterObjects objects) {
        ObservedExternal external = objects.external();
        if (external == null) {
            return api;
        }
        RemoteProblem trouble = external.trouble(objects.tenant() != null);
        RemoteCluster cluster = external.cluster();
        if (trouble != null || cluster == null) {
            throw trouble == null ? StepFailure.stale("the other cluster is not named any more") : trouble.failure();
        }
        try {
            return remotes.recent(cluster).api();
        } catch (RemoteUnusableException e) {
            throw e.problem().failure();
        }
    }

    /** Lets the next step of this moment start from what this one has left. */
    public void remember(ClusterObjects left) {
        recent.remember(left);
    }

    /** Makes the next step read everything again, as a step does that is tried again. */
    public void forget(ClusterRef ref) {
        recent.forget(ref);
    }

    /**
     * Control plane, Cluster and TenantControlPlane for a step that writes.
     *
     * @throws StepFailure stale, when the control plane is not the one observed, is being deleted or is paused
     */
    public ClusterObjects forStep(Target target) {
        Reading reading = alive(target);
        reading.tenant();
        reading.schema();
        return reading.result();
    }

    /** As {@link #forStep}, with the infrastructure cluster. */
    public ClusterObjects forEndpoint(Target target) {
        Reading reading = alive(target);
        reading.tenant();
        reading.infrastructure();
        return reading.result();
    }

    /** Control plane and Cluster, for the status, which is written in any state; stale when it is another one. */
    public ClusterObjects forStatus(Target target) {
        Reading reading = same(target);
        reading.cluster();
        return reading.result();
    }

    /**
     * Control plane and TenantControlPlane for a step of the deletion.
     *
     * @throws StepFailure stale, when the control plane is not the one observed, or is no longer being deleted
     */
    public ClusterObjects forDeletion(Target target) {
        recent.forget(target.ref());
        Reading reading = same(target);
        GenericKubernetesResource controlPlane = reading.found();
        if (controlPlane == null || !controlPlane.isMarkedForDeletion()) {
            throw StepFailure.stale("the KamajiControlPlane is not being deleted");
        }
        reading.cluster();
        if (!EndingFacts.isMoved(controlPlane)) {
            refusePause(reading); // clusterctl pauses what it moves, and the tenant has to be let go of all the same
        }
        reading.tenant();
        reading.workers();
        return reading.result();
    }

    /** Whether the very control plane that was observed no longer exists. */
    public boolean isGone(Target target) {
        GenericKubernetesResource found = api.get(
                References.CONTROL_PLANES,
                target.ref().namespace(),
                target.ref().name());
        return found == null || !target.uid().equals(found.getMetadata().getUid());
    }

    private Reading alive(Target target) {
        Reading reading = same(target);
        GenericKubernetesResource controlPlane = reading.found();
        if (controlPlane == null || controlPlane.isMarkedForDeletion()) {
            throw StepFailure.stale("the KamajiControlPlane is being deleted");
        }
        reading.cluster();
        refusePause(reading);
        if (reading.result().cluster() == null) {
            throw StepFailure.stale("the owning Cluster is not known any more");
        }
        return reading;
    }

    private Reading same(Target target) {
        Optional<ClusterObjects> known = recent.of(target);
        if (known.isPresent()) {
            return new Reading(known.get());
        }
        Reading reading = new Reading(target.ref());
        reading.controlPlane();
        GenericKubernetesResource controlPlane = reading.found();
        if (controlPlane == null
                || !target.uid().equals(controlPlane.getMetadata().getUid())) {
            throw StepFailure.stale("the KamajiControlPlane with UID " + target.uid() + " is gone");
        }
        return reading;
    }

    private static void refusePause(Reading reading) {
        GenericKubernetesResource controlPlane = reading.found();
        GenericKubernetesResource cluster = reading.result().cluster();
        boolean annotated = controlPlane != null
                && controlPlane.getMetadata().getAnnotations() != null
                && controlPlane.getMetadata().getAnnotations().containsKey(Annotations.PAUSED);
        if (annotated || (cluster != null && new ClusterView(cluster).paused())) {
            throw StepFailure.stale("the KamajiControlPlane is paused");
        }
    }

    /** Collects what is read; each object may name the next. */
    private final class Reading {
        private final ClusterRef ref;
        private final boolean known;
        private final List<UnavailableKind> unavailable = new ArrayList<>();
        private ClusterObjects objects;

        Reading(ClusterRef ref) {
            this.ref = ref;
            this.known = false;
            this.objects =
                    ClusterObjects.of(ref, ClusterObjects.Source.LIVE, null).withUpgradeVersions(upgradeVersions);
        }

        /** Of a moment ago: nothing more is read. */
        Reading(ClusterObjects known) {
            this.ref = known.ref();
            this.known = true;
            this.objects = known;
        }

        void controlPlane() {
            objects = objects.withControlPlane(api.get(References.CONTROL_PLANES, ref.namespace(), ref.name()));
        }

        @Nullable
        GenericKubernetesResource found() {
            return objects.controlPlane();
        }

        void cluster() {
            if (known) {
                return;
            }
            Optional.ofNullable(found())
                    .flatMap(References::clusterName)
                    .ifPresent(named -> objects = objects.withCluster(read(ClusterView.CONTEXT, named)));
        }

        void tenant() {
            GenericKubernetesResource controlPlane = found();
            if (known || controlPlane == null) {
                return;
            }
            ObservedExternal external = ObservedExternal.expected(controlPlane, gates, this::unlessForbidden);
            objects = external == null
                    ? objects.withTenant(read(TenantControlPlaneView.CONTEXT, ref.name()))
                    : remoteReading.tenant(objects, external);
        }

        /** Another cluster needs no Kamaji here: a kind that is missing here does not matter. */
        private @Nullable GenericKubernetesResource unlessForbidden() {
            try {
                return api.get(TenantControlPlaneView.CONTEXT, ref.namespace(), ref.name());
            } catch (StepFailure failure) {
                if (failure.httpCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw failure;
                }
                return null;
            }
        }

        void schema() {
            if (!known && objects.lacksFields()) {
                objects = objects.withSchema(SchemaReading.on(host(objects)));
            }
        }

        /** On the cluster of the TenantControlPlane; where that cannot be asked nothing depends on it. */
        void dataStore() {
            Optional.ofNullable(found()).flatMap(References::dataStoreName).ifPresent(named -> {
                ObservedExternal external = objects.external();
                RemoteCluster cluster = external == null || external.problem() != null ? null : external.cluster();
                if (external == null) {
                    objects = objects.withDataStore(read(DataStoreView.CONTEXT, named));
                } else if (cluster != null) {
                    objects = objects.withDataStore(remoteReading.dataStore(cluster, named, unavailable));
                }
            });
        }

        void infrastructure() {
            if (!known && table.inUse()) {
                objects = objects.withInfrastructure(Optional.ofNullable(objects.cluster())
                        .flatMap(References::infrastructure)
                        .map(this::infrastructure)
                        .orElse(null));
            }
        }

        private ObservedInfrastructure infrastructure(InfrastructureRef named) {
            if (!table.knows(named)) {
                return ObservedInfrastructure.unsupported(named, table);
            }
            Optional<ServedInfrastructure> served = ServedInfrastructure.find(named, table, kinds);
            if (served.isEmpty()) {
                return unavailable(named, HttpURLConnection.HTTP_NOT_FOUND);
            }
            try {
                GenericKubernetesResource found = api.get(served.get().context(), ref.namespace(), named.name());
                if (found == null) {
                    kinds.forget(named.apiGroup(), named.kind()); // its version may be served no longer
                    if (ServedInfrastructure.find(named, table, kinds).isEmpty()) {
                        return unavailable(named, HttpURLConnection.HTTP_NOT_FOUND);
                    }
                }
                return ObservedInfrastructure.of(served.get(), found);
            } catch (StepFailure failure) {
                if (failure.httpCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw failure;
                }
                return unavailable(named, HttpURLConnection.HTTP_FORBIDDEN);
            }
        }

        private ObservedInfrastructure unavailable(InfrastructureRef named, int httpCode) {
            UnavailableKind kind = UnavailableKind.of(table.name(named), httpCode);
            return ObservedInfrastructure.unavailable(named, table, kind.message());
        }

        void secrets() {
            GenericKubernetesResource controlPlane = found();
            GenericKubernetesResource cluster = objects.cluster();
            if (cluster == null
                    || controlPlane == null
                    || !ClusterObjects.needsCredentials(controlPlane, objects.tenant())) {
                return;
            }
            String clusterName = cluster.getMetadata().getName();
            objects = objects.withSecrets(
                    published(References.kubeconfigSecret(clusterName)),
                    published(References.certificateAuthoritySecret(clusterName)));
        }

        /**
         * Whether there is a worker, asked only while the TenantControlPlane could still be deleted too early. Machines of
         * a Cluster that is gone have nobody to wait for.
         */
        void workers() {
            GenericKubernetesResource controlPlane = found();
            GenericKubernetesResource cluster = objects.cluster();
            GenericKubernetesResource tenant = objects.tenant();
            if (controlPlane == null || cluster == null || tenant == null) {
                return;
            }
            if (controlPlane.isMarkedForDeletion() && !tenant.isMarkedForDeletion()) {
                String clusterName = cluster.getMetadata().getName();
                try {
                    objects = objects.withWorkers(
                            api.exists(Machines.CONTEXT, ref.namespace(), Map.of(Labels.CLUSTER_NAME, clusterName)));
                } catch (StepFailure failure) {
                    int code = failure.httpCode();
                    if (code != HttpURLConnection.HTTP_FORBIDDEN && code != HttpURLConnection.HTTP_NOT_FOUND) {
                        throw failure;
                    }
                    unavailable.add(UnavailableKind.of(Machines.KIND, code));
                }
            }
        }

        ClusterObjects result() {
            return known ? objects : objects.withUnavailable(unavailable);
        }

        private @Nullable PublishedSecret published(String name) {
            Secret secret = api.secret(ref.namespace(), name);
            return secret == null ? null : PublishedSecret.of(secret);
        }

        /** A kind that is not served reads as an object that does not exist, so that has to be looked at. */
        private @Nullable GenericKubernetesResource read(ResourceDefinitionContext context, String name) {
            try {
                GenericKubernetesResource found = api.get(context, ref.namespace(), name);
                if (found == null && !kinds.serves(context)) {
                    unavailable.add(UnavailableKind.of(context.getKind(), HttpURLConnection.HTTP_NOT_FOUND));
                }
                return found;
            } catch (StepFailure failure) {
                if (failure.httpCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw failure;
                }
                unavailable.add(UnavailableKind.of(context.getKind(), HttpURLConnection.HTTP_FORBIDDEN));
                return null;
            }
        }
    }
}
