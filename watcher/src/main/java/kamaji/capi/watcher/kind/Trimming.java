// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.kind;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Set;
import kamaji.capi.activities.infrastructure.InfrastructureKind;
import kamaji.capi.activities.observation.EndpointOwner;
import kamaji.capi.activities.tenantcontrolplane.GoProviderFields;
import kamaji.capi.activities.tenantcontrolplane.TenantControlPlaneIntent;

/** What a cache keeps of the objects of a kind: all that facts are made of, since both must give the same digest. */
public enum Trimming {
    /** All but managed fields and what kubectl applied last. */
    BOOKKEEPING,
    /** As {@link #BOOKKEEPING}, with our own managed fields: they tell which fields cannot be unset any more. */
    FOREIGN_BOOKKEEPING {
        @Override
        void cutManagedFields(ObjectMeta metadata) {
            metadata.getManagedFields()
                    .removeIf(entry -> !TenantControlPlaneIntent.FIELD_MANAGER.equals(entry.getManager()));
        }
    },
    /** As {@link #FOREIGN_BOOKKEEPING}, with those of the Go provider: what it made is left as it is. */
    TENANT {
        @Override
        void cutManagedFields(ObjectMeta metadata) {
            metadata.getManagedFields().removeIf(entry -> !TENANT_MANAGERS.contains(entry.getManager()));
        }
    },
    /** As {@link #BOOKKEEPING}, without the parts of a Cluster that are about its workers and conditions. */
    CLUSTER {
        @Override
        void cutContent(Map<String, Object> content) {
            retain(
                    content,
                    "spec",
                    Set.of(
                            "paused",
                            "controlPlaneEndpoint",
                            "clusterNetwork",
                            "controlPlaneRef",
                            "infrastructureRef",
                            "topology"));
            retain(content, "status", Set.of("initialization"));
        }
    },
    /** As {@link #BOOKKEEPING}, with who set the endpoint: one of the user is not written over. */
    CONTROL_PLANE {
        @Override
        void cutManagedFields(ObjectMeta metadata) {
            metadata.getManagedFields().removeIf(entry -> !EndpointOwner.has(entry));
        }
    };

    private static final Set<String> TENANT_MANAGERS =
            Set.of(TenantControlPlaneIntent.FIELD_MANAGER, GoProviderFields.MANAGER);
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    final void cut(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        cutManagedFields(metadata);
        if (metadata.getAnnotations() != null) {
            metadata.getAnnotations().remove(LAST_APPLIED);
        }
        cutContent(object.getAdditionalProperties());
    }

    void cutManagedFields(ObjectMeta metadata) {
        metadata.getManagedFields().clear();
    }

    void cutContent(Map<String, Object> content) {}

    /** An infrastructure cluster keeps the fields that its row uses, and who marked it provisioned. */
    static void cut(GenericKubernetesResource object, InfrastructureKind row) {
        FOREIGN_BOOKKEEPING.cut(object);
        Map<String, Set<String>> used = row.fieldsUsed();
        for (String part : Set.of("spec", "status")) {
            retain(object.getAdditionalProperties(), part, used.getOrDefault(part, Set.of()));
        }
    }

    private static void retain(Map<String, Object> content, String part, Set<String> fields) {
        if (content.get(part) instanceof Map<?, ?> map) {
            map.keySet().retainAll(fields);
        }
    }
}
