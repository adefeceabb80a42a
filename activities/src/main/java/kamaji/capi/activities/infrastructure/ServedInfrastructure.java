// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.infrastructure;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import kamaji.capi.workflows.facts.InfrastructureRef;

/**
 * A row of the table with the version at which the kind is read: the first of those that discovery prefers which the table
 * has a row for. Cluster API goes by the contract label of the CustomResourceDefinition instead; reading that label takes a
 * permission on CustomResourceDefinitions, which the provider does not ask for. It comes to the same: versions of a kind are
 * one object that its provider converts, the label names the newest, and so does discovery.
 *
 * @param row what is done with it
 * @param context how it is read
 */
public record ServedInfrastructure(InfrastructureKind row, ResourceDefinitionContext context) {

    /**
     * The kind of a reference; empty when the API server does not know it at a version that will do.
     *
     * @throws KubernetesClientException when the API server does not answer
     */
    public static Optional<ServedInfrastructure> find(
            InfrastructureRef ref, InfrastructureKinds table, ServedKinds served) {
        String group = ref.apiGroup();
        String kind = ref.kind();
        return served.find(
                        group, kind, version -> table.at(group, kind, version).isPresent())
                .flatMap(context ->
                        table.at(group, kind, context.getVersion()).map(row -> new ServedInfrastructure(row, context)));
    }
}
