// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.lifecycle;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;

/** Users of the API server that plays the tenant's, too. */
final class Administrators {
    private Administrators() {}

    /** A token that may do nothing until {@link #bind}. */
    static String unboundToken(Bench bench) {
        bench.admin
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(bench.namespace)
                        .withName("tenant-admin")
                        .endMetadata()
                        .build())
                .create();
        return Bench.server().serviceAccountToken(bench.namespace, "tenant-admin");
    }

    static void bind(Bench bench) {
        bench.admin
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(bench.namespace + "-tenant-admin")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject(null, "ServiceAccount", "tenant-admin", bench.namespace)
                        .build())
                .create();
    }

    static String token(Bench bench) {
        String token = unboundToken(bench);
        bind(bench);
        return token;
    }
}
