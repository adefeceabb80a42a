// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import kamaji.capi.servers.KubernetesServer;

/** A user who may do exactly what {@code deploy/rbac/administration.yaml} says. */
final class Administrator {
    private static final Path ROLE =
            Path.of(Objects.requireNonNull(System.getProperty("checkout.root")), "deploy/rbac/administration.yaml");

    private Administrator() {}

    static KubernetesClient client(KubernetesServer server, KubernetesClient admin) {
        ClusterRole role = role();
        admin.resource(role).serverSideApply();
        admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("administrator")
                        .endMetadata()
                        .build())
                .serverSideApply();
        admin.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("administrator")
                        .endMetadata()
                        .withNewRoleRef(
                                "rbac.authorization.k8s.io",
                                "ClusterRole",
                                role.getMetadata().getName())
                        .addNewSubject(null, "ServiceAccount", "administrator", "default")
                        .build())
                .serverSideApply();
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(server.configFor(server.serviceAccountToken("default", "administrator")))
                .build();
        await().until(() -> mayListLeases(client));
        return client;
    }

    /** The last rule of the role; the authoriser takes a moment to learn of it. */
    private static boolean mayListLeases(KubernetesClient client) {
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withGroup("coordination.k8s.io")
                        .withResource("leases")
                        .withVerb("list")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    private static ClusterRole role() {
        try {
            return Serialization.unmarshal(Files.readString(ROLE), ClusterRole.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
