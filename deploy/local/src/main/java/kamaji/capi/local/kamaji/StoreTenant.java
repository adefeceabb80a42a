// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;

/** Settles a tenant in its data store: the store's Secrets, the names used there, and the finalizer that guards them. */
final class StoreTenant {
    private final TenantObjects objects;
    private final DataStores stores;

    StoreTenant(TenantObjects objects, DataStores stores) {
        this.objects = objects;
        this.stores = stores;
    }

    List<Step> steps(boolean everyObject, TenantCredentials credentials) {
        if (!everyObject) {
            return List.of(this::tellStatus, this::guard);
        }
        Set<String> keys = Set.of("DB_CONNECTION_STRING", "DB_SCHEMA", "DB_USER", "DB_PASSWORD");
        Set<String> certificate = Set.of("ca.crt", "server.crt", "server.key");
        return List.of(
                credentials.step(Credential.of("-datastore-config", "", "storage.config", keys, this::connection)),
                this::guardSecret,
                this::tellStatus,
                this::guard,
                credentials.step(Credential.of(
                        "-datastore-certificate", "x509", "storage.certificate", certificate, this::certificate)));
    }

    private Map<String, String> connection(Tenant tenant) {
        return Map.of(
                "DB_CONNECTION_STRING",
                String.join(",", stores.endpoints(tenant.spec("dataStore"))),
                "DB_SCHEMA",
                schema(tenant),
                "DB_USER",
                user(tenant),
                "DB_PASSWORD",
                Checksum.of(tenant.object().uid()));
    }

    private Map<String, String> certificate(Tenant tenant) {
        var authority = new CertificateAuthority("store");
        var issued = authority.issue(user(tenant), "");
        return Map.of(
                "ca.crt", authority.itself().certificatePem(),
                "server.crt", issued.certificatePem(),
                "server.key", issued.keyPem());
    }

    private Step.Result guardSecret(Tenant tenant) {
        KubeObject secret = tenant.secrets.get(secret(tenant));
        if (secret == null || secret.finalizers().contains(Kamaji.STORE_SECRET_FINALIZER)) {
            return Step.Result.NOTHING;
        }
        Map<String, Object> patch = Trees.nest(List.of(Kamaji.STORE_SECRET_FINALIZER), "metadata", "finalizers");
        tenant.secrets.put(secret.name(), objects.calls().merge(Kind.SECRET, tenant.namespace(), secret.name(), patch));
        return Step.Result.WROTE;
    }

    private Step.Result tellStatus(Tenant tenant) {
        String store = tenant.spec("dataStore");
        if (tenant.status("storage", "dataStoreName").equals(store)) {
            return Step.Result.NOTHING;
        }
        Map<String, Object> setup = new LinkedHashMap<>();
        setup.put("schema", schema(tenant));
        setup.put("user", user(tenant));
        setup.put("checksum", Checksum.of(schema(tenant) + user(tenant)));
        setup.put("lastUpdate", TenantObjects.now());
        Map<String, Object> storage = new LinkedHashMap<>();
        storage.put("driver", stores.driver(store));
        storage.put("dataStoreName", store);
        storage.put("setup", setup);
        objects.status(tenant, storage, "storage");
        return Step.Result.WROTE;
    }

    private Step.Result guard(Tenant tenant) {
        if (tenant.object().finalizers().contains(Kamaji.FINALIZER)) {
            return Step.Result.NOTHING;
        }
        objects.finalizers(tenant, finalizers -> {
            finalizers.add(Kamaji.FINALIZER);
            return finalizers;
        });
        return Step.Result.WROTE;
    }

    private static String schema(Tenant tenant) {
        String chosen = tenant.spec("dataStoreSchema");
        return chosen.isEmpty() ? tenant.object().uid() : chosen;
    }

    private static String user(Tenant tenant) {
        String chosen = tenant.spec("dataStoreUsername");
        return chosen.isEmpty() ? tenant.object().uid() : chosen;
    }

    static String secret(Tenant tenant) {
        return tenant.name() + "-datastore-config";
    }
}
