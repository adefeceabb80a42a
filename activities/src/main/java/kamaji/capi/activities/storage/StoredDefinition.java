// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.storage;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.util.ArrayList;
import java.util.List;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.Patch;
import kamaji.capi.activities.kubernetes.Patch.Operation;

/** A CustomResourceDefinition as far as it says in which versions objects are stored. */
record StoredDefinition(CustomResourceDefinition definition) {

    /** In which version an object is stored that is written from now on. */
    String storage() {
        return versions().stream()
                .filter(version -> Boolean.TRUE.equals(version.getStorage()))
                .map(CustomResourceDefinitionVersion::getName)
                .findFirst()
                .orElse("");
    }

    /** In which versions objects may be stored. */
    List<String> stored() {
        return definition.getStatus() == null || definition.getStatus().getStoredVersions() == null
                ? List.of()
                : definition.getStatus().getStoredVersions();
    }

    boolean storesOnly(String version) {
        return storage().equals(version) && stored().equals(List.of(version));
    }

    boolean serves(String version) {
        return versions().stream()
                .anyMatch(one -> one.getName().equals(version) && Boolean.TRUE.equals(one.getServed()));
    }

    /** Changes with every change of the specification. */
    long generation() {
        return definition.getMetadata().getGeneration();
    }

    String name() {
        return definition.getMetadata().getName();
    }

    /** Makes a version the stored one, if the definition is still as it was read. */
    Patch storing(String wanted) {
        List<Operation> operations = new ArrayList<>();
        List<CustomResourceDefinitionVersion> versions = versions();
        for (int position = 0; position < versions.size(); position++) {
            boolean storage = versions.get(position).getName().equals(wanted);
            operations.add(new Operation("replace", "/spec/versions/" + position + "/storage", storage));
        }
        return Patch.ofOperations(definition, operations);
    }

    /** Says that nothing is stored in another version any more, if the definition is still as it was read. */
    Patch trimming(String version) {
        return Patch.ofOperations(
                definition, List.of(new Operation("replace", "/status/storedVersions", List.of(version))));
    }

    StepFailure changed() {
        return StepFailure.stale("the CustomResourceDefinition " + name() + " was changed while objects were rewritten:"
                + " run the command again");
    }

    private List<CustomResourceDefinitionVersion> versions() {
        return definition.getSpec().getVersions();
    }
}
