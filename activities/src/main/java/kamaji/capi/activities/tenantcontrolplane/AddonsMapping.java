// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import kamaji.capi.activities.api.Addons;
import org.jspecify.annotations.Nullable;

/** Maps the addons, of which each is on by being present, even as an empty object. */
final class AddonsMapping {
    private AddonsMapping() {}

    static void map(@Nullable Addons addons, JsonTree target) {
        if (addons == null) {
            return;
        }
        Addons.CoreDns dns = addons.coreDNS();
        if (dns != null) {
            target.present("addons.coreDNS")
                    .put("addons.coreDNS.imageRepository", dns.imageRepository())
                    .put("addons.coreDNS.imageTag", dns.imageTag());
        }
        Addons.KubeProxy proxy = addons.kubeProxy();
        if (proxy != null) {
            target.present("addons.kubeProxy")
                    .put("addons.kubeProxy.imageRepository", proxy.imageRepository())
                    .put("addons.kubeProxy.imageTag", proxy.imageTag());
        }
        if (addons.konnectivity() != null) {
            target.present("addons.konnectivity");
            server(addons.konnectivity().server(), target);
            agent(addons.konnectivity().agent(), target);
        }
    }

    private static void server(Addons.@Nullable Server server, JsonTree target) {
        if (server != null) {
            target.put("addons.konnectivity.server.port", server.port())
                    .put("addons.konnectivity.server.image", server.image())
                    .put("addons.konnectivity.server.version", server.version())
                    .put("addons.konnectivity.server.resources", server.resources())
                    .put("addons.konnectivity.server.extraArgs", server.extraArgs())
                    .put("addons.konnectivity.server.securityContext", server.securityContext());
        }
    }

    private static void agent(Addons.@Nullable Agent agent, JsonTree target) {
        if (agent != null) {
            target.put("addons.konnectivity.agent.image", agent.image())
                    .put("addons.konnectivity.agent.version", agent.version())
                    .put("addons.konnectivity.agent.mode", agent.mode())
                    .put("addons.konnectivity.agent.replicas", agent.replicas())
                    .put("addons.konnectivity.agent.hostNetwork", agent.hostNetwork())
                    .put("addons.konnectivity.agent.tolerations", agent.tolerations())
                    .put("addons.konnectivity.agent.extraArgs", agent.extraArgs());
        }
    }
}
