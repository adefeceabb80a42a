// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All objects of the provider in one file: its namespace first, then kinds, permissions and the Deployment. */
record Components(Sources sources) {
    /** {@code ${NAME:=default}}, the one form of a variable with which clusterctl needs no setting. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):=([^}]+)}");

    /** For clusterctl, which fills in the variables. */
    String withVariables() {
        List<Path> files = new ArrayList<>();
        Path namespace = sources.deploy().resolve("rbac/namespace.yaml");
        files.add(namespace);
        files.addAll(sources.files("crds", ".yaml"));
        files.addAll(sources.files("rbac", ".yaml"));
        files.addAll(sources.files("manager", ".yaml"));
        return files.stream()
                .distinct()
                .filter(file -> !file.endsWith("metadata.yaml"))
                .map(sources::text)
                .collect(Collectors.joining("---\n"));
    }

    /** For kubectl: every variable has its default. */
    String withDefaults() {
        return VARIABLE.matcher(withVariables()).replaceAll("$2");
    }
}
