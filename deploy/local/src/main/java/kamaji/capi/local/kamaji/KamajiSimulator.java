// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import kamaji.capi.local.simulation.ApiCalls;
import kamaji.capi.local.simulation.KeyedQueue;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.ObjectWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays Kamaji against a real API server that has its resource definitions. Everything it knows is in the cluster, so
 * that closing it at any moment and starting another one goes on where the first one was. Closing leaves the webhooks
 * registered: without Kamaji no TenantControlPlane can be created or updated, as in a real cluster.
 */
public final class KamajiSimulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KamajiSimulator.class);
    // Below the streams that one HTTP/2 connection has, of which watches take some too.
    private static final int WORKERS = 16;

    private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final KamajiFaults faults = new KamajiFaults(this::faultsChanged);
    private final DataStores stores;
    private final @Nullable AdmissionServer admission;
    private final KeyedQueue queue;
    private final TenantPass pass;
    private final List<ObjectWatch> watches = new ArrayList<>();

    /** Starts it; returns when it watches, and with webhooks when they are in force. */
    public static KamajiSimulator start(KubernetesClient client, KamajiOptions options) {
        return new KamajiSimulator(client, options);
    }

    /** Takes the webhooks of a closed simulator away, so that TenantControlPlanes can be written without any. */
    public static void removeWebhooks(KubernetesClient client) {
        AdmissionWebhooks.unregister(new ApiCalls(client));
    }

    private KamajiSimulator(KubernetesClient client, KamajiOptions options) {
        ApiCalls calls = new ApiCalls(client);
        this.queue = new KeyedQueue("kamaji", options.serial() ? 1 : WORKERS, Duration.ZERO, this::run);
        this.stores = new DataStores(client, calls, faults, this::users, this::retryAll);
        this.pass = pass(client, calls, options);
        this.admission = options.webhooks() ? admission(calls, options) : null;
        if (admission == null) {
            AdmissionWebhooks.unregister(calls);
        }
        watches.add(new ObjectWatch(
                        client,
                        Kind.SECRET,
                        Map.of(Kamaji.PROJECT_LABEL, "kamaji"),
                        this::secretChanged,
                        this::secretGone)
                .synced());
        watches.add(new ObjectWatch(client, Kamaji.TENANT, Map.of(), this::tenantChanged, this::tenantGone).synced());
        LOG.info(
                "simulated Kamaji started server={} serial={} webhooks={}",
                calls.server(),
                options.serial(),
                options.webhooks());
    }

    /** The switches for what can go wrong. */
    public KamajiFaults faults() {
        return faults;
    }

    /** When it was about to write that a tenant is Ready for the first time; null before that. */
    public @Nullable Instant readyAt(String namespace, String name) {
        Tenant tenant = tenants.get(namespace + "/" + name);
        return tenant == null ? null : tenant.readyAt;
    }

    /** Without webhooks reachable every create and update of a TenantControlPlane fails; status writes and deletes pass. */
    public void webhookReachable(boolean reachable) {
        if (admission == null) {
            throw new IllegalStateException("webhooks are off by option");
        }
        if (reachable) {
            admission.on();
            retryAll();
        } else {
            admission.off();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        watches.forEach(ObjectWatch::close);
        queue.close();
        stores.close();
        if (admission != null) {
            admission.close();
        }
    }

    private TenantPass pass(KubernetesClient client, ApiCalls calls, KamajiOptions options) {
        TenantObjects objects = new TenantObjects(calls, !options.everyObject());
        TenantAccess access = new TenantAccess(
                objects,
                TrustedAuthority.of(client),
                !options.everyObject() && options.accessDelay().isZero());
        access.prepare();
        Endpoint offered = options.endpoint().isEmpty() ? endpoint(calls.server()) : Endpoint.parse(options.endpoint());
        var credentials = new TenantCredentials(objects, access, offered);
        var run = new RunTenant(objects, options, faults, new DeploymentMirror(objects, options.everyObject()));
        var serve = new ServeTenant(objects, access, options);
        List<Step> steps = new ArrayList<>();
        steps.add(new MigrateTenant(objects, options, faults));
        steps.add(run::announceUpgrade);
        steps.add(new ExposeTenant(objects, options, faults, offered));
        steps.addAll(credentials.steps(options.everyObject(), faults::adminSecretMissing));
        steps.addAll(new StoreTenant(objects, stores).steps(options.everyObject(), credentials));
        steps.add(serve::allowEarly);
        steps.addAll(run.steps());
        steps.addAll(serve.steps());
        Step deletion = new DeleteTenant(objects, access, options, stores);
        return new TenantPass(options, faults, stores, deletion, steps, objects, closing);
    }

    private AdmissionServer admission(ApiCalls calls, KamajiOptions options) {
        AdmissionServer started = new AdmissionServer(rules(options));
        started.on();
        new AdmissionWebhooks(calls, started).register();
        return started;
    }

    private AdmissionRules rules(KamajiOptions options) {
        return new AdmissionRules(options.defaultDataStore(), options.newestMinor(), stores::exists);
    }

    private static Endpoint endpoint(URI server) {
        return new Endpoint(server.getHost(), server.getPort() < 0 ? 443 : server.getPort());
    }

    private Optional<Duration> run(String key) {
        return Optional.ofNullable(tenants.get(key)).flatMap(pass::run);
    }

    private void tenantChanged(KubeObject object) {
        Tenant tenant = tenants.compute(
                object.key(), (key, known) -> known != null && known.is(object) ? known : adopt(object));
        tenant.observe(object);
        queue.add(object.key());
        String store = object.text("status", "storage", "dataStoreName");
        if (!store.isEmpty()) {
            stores.usersChanged(store);
        }
    }

    private Tenant adopt(KubeObject object) {
        Tenant tenant = new Tenant(object);
        watches.get(0).all().stream()
                .filter(secret -> belongs(secret, tenant))
                .forEach(secret -> tenant.secrets.put(secret.name(), secret));
        return tenant;
    }

    private void tenantGone(KubeObject object) {
        tenants.computeIfPresent(object.key(), (key, known) -> known.is(object) ? null : known);
        stores.usersChanged(object.text("status", "storage", "dataStoreName"));
    }

    private void secretChanged(KubeObject secret) {
        owner(secret).ifPresent(tenant -> {
            tenant.secrets.merge(secret.name(), secret, (known, seen) -> seen.newerThan(known) ? seen : known);
            if (IssueCredential.rotationAsked(secret)) {
                queue.add(tenant.object().key());
            }
        });
    }

    private void secretGone(KubeObject secret) {
        owner(secret).ifPresent(tenant -> {
            tenant.secrets.computeIfPresent(
                    secret.name(), (name, known) -> known.uid().equals(secret.uid()) ? null : known);
            queue.add(tenant.object().key());
        });
    }

    private Optional<Tenant> owner(KubeObject secret) {
        return Optional.ofNullable(
                        tenants.get(secret.namespace() + "/" + secret.text("metadata", "labels", Kamaji.NAME_LABEL)))
                .filter(tenant -> belongs(secret, tenant));
    }

    private static boolean belongs(KubeObject secret, Tenant tenant) {
        return secret.namespace().equals(tenant.namespace())
                && secret.ownedBy(Kamaji.TENANT.kind(), tenant.object().uid());
    }

    private List<String> users(String store) {
        return tenants.values().stream()
                .map(Tenant::object)
                .filter(object ->
                        object.text("status", "storage", "dataStoreName").equals(store))
                .map(KubeObject::key)
                .sorted()
                .toList();
    }

    private void faultsChanged() {
        stores.faultsChanged();
        retryAll();
    }

    private void retryAll() {
        tenants.keySet().forEach(queue::add);
    }
}
