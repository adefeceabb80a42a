// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.Trees;

/** Makes the Service and, once it has an address, writes the endpoint: the first status a tenant ever has. */
final class ExposeTenant implements Step {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TenantObjects objects;
    private final KamajiOptions options;
    private final KamajiFaults faults;
    private final Endpoint offered;

    ExposeTenant(TenantObjects objects, KamajiOptions options, KamajiFaults faults, Endpoint offered) {
        this.objects = objects;
        this.options = options;
        this.faults = faults;
        this.offered = offered;
    }

    @Override
    public Result run(Tenant tenant) {
        Map<String, Object> wanted = service(tenant);
        boolean published = !tenant.status("controlPlaneEndpoint").isEmpty();
        // After a restart the Service of a published tenant is trusted to be the one that was made for it.
        boolean changed = !tenant.service.equals(wanted) && !(published && tenant.service.isEmpty());
        if (changed) {
            apply(tenant, wanted);
        }
        tenant.service = wanted;
        // The endpoint is sticky: only a change of the Service, not of the address, makes Kamaji look again.
        return published && !changed ? Result.NOTHING : publish(tenant);
    }

    private void apply(Tenant tenant, Map<String, Object> wanted) {
        if (!options.everyObject()) {
            return;
        }
        objects.own(tenant, Kind.SERVICE, tenant.name(), "service", wanted);
    }

    private Result publish(Tenant tenant) {
        Instant due = tenant.seen.plus(options.endpointDelay());
        if (Instant.now().isBefore(due)) {
            tenant.wakeAt(due);
            return Result.STOP;
        }
        boolean balanced = type(tenant).equals("LoadBalancer");
        boolean ready = !(balanced && faults.loadBalancerWithoutAddress());
        Optional<Endpoint> endpoint =
                Endpoint.of(tenant.spec("networkProfile", "address"), port(tenant), type(tenant), offered, ready);
        if (endpoint.isEmpty()) {
            return Result.park(RETRY);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("name", tenant.name());
        status.put("namespace", tenant.namespace());
        status.put("port", port(tenant));
        status.put("loadBalancer", balanced && ready ? balance(tenant) : Map.of());
        Map<String, Object> resources = new LinkedHashMap<>(Map.of("service", status));
        resources.put("version", Map.of());
        objects.status(tenant, Map.of("controlPlaneEndpoint", endpoint.get().text(), "kubernetesResources", resources));
        tenant.endpointAt = Instant.now();
        return Result.WROTE;
    }

    private Map<String, Object> balance(Tenant tenant) {
        Map<String, Object> status = Trees.nest(List.of(Map.of("ip", offered.host())), "loadBalancer", "ingress");
        if (!options.everyObject()) {
            return Trees.map(status, "loadBalancer");
        }
        return objects.calls()
                .mergeStatus(Kind.SERVICE, tenant.namespace(), tenant.name(), Map.of(), status)
                .map("status", "loadBalancer");
    }

    private Map<String, Object> service(Tenant tenant) {
        List<Map<String, Object>> ports = new ArrayList<>();
        Map<String, Object> api = port("kube-apiserver", port(tenant));
        if (type(tenant).equals("NodePort")) {
            api.put("nodePort", port(tenant));
        }
        ports.add(api);
        if (tenant.object().at("spec", "addons", "konnectivity") != null) {
            long konnectivity = tenant.object().number(8132, "spec", "addons", "konnectivity", "server", "port");
            ports.add(port("konnectivity-server", (int) konnectivity));
        }
        tenant.object()
                .list("spec", "controlPlane", "service", "additionalPorts")
                .forEach(port -> ports.add(Trees.map(port)));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("type", type(tenant));
        spec.put("ports", ports);
        spec.put("selector", Map.of(Kamaji.NAME_LABEL, tenant.name()));
        String balancer = tenant.spec("networkProfile", "loadBalancerClass");
        if (!balancer.isEmpty()) {
            spec.put("loadBalancerClass", balancer);
        }
        return Trees.merge(
                Trees.nest(spec, "spec"),
                Trees.nest(tenant.object().map("spec", "controlPlane", "service", "additionalMetadata"), "metadata"));
    }

    private static Map<String, Object> port(String name, int port) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("protocol", "TCP");
        entry.put("port", port);
        entry.put("targetPort", port);
        return entry;
    }

    private static int port(Tenant tenant) {
        return (int) tenant.object().number(6443, "spec", "networkProfile", "port");
    }

    private static String type(Tenant tenant) {
        return tenant.spec("controlPlane", "service", "serviceType");
    }
}
