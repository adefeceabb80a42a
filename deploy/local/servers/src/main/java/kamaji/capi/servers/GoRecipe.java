// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds programs from Go modules that a {@code go.mod} among the resources names, with its {@code go.sum}. */
record GoRecipe(String product, String version, Map<Tool, String> packages, String minutes) implements ToolRecipe {
    private static final String INSTALL_GO =
            "install Go 1.25 or later and put `go` on the PATH, or set KUBEBUILDER_ASSETS to a folder with "
                    + "etcd, kube-apiserver and kube-controller-manager";

    GoRecipe {
        packages = new EnumMap<>(packages);
    }

    static GoRecipe etcd() {
        String module = "go.etcd.io/etcd/server/v3";
        return new GoRecipe("etcd", requiredVersion("etcd", module), Map.of(Tool.ETCD, module), "1 minute");
    }

    static GoRecipe kubernetes() {
        return new GoRecipe(
                "kubernetes",
                requiredVersion("kubernetes", "k8s.io/kubernetes"),
                Map.of(
                        Tool.KUBE_APISERVER, "k8s.io/kubernetes/cmd/kube-apiserver",
                        Tool.KUBE_CONTROLLER_MANAGER, "k8s.io/kubernetes/cmd/kube-controller-manager"),
                "5 minutes");
    }

    static GoRecipe clusterctl() {
        String module = "sigs.k8s.io/cluster-api";
        return new GoRecipe(
                "clusterctl",
                requiredVersion("clusterctl", module),
                Map.of(Tool.CLUSTERCTL, module + "/cmd/clusterctl"),
                "2 minutes");
    }

    static GoRecipe helm() {
        String module = "helm.sh/helm/v4";
        return new GoRecipe(
                "helm", requiredVersion("helm", module), Map.of(Tool.HELM, module + "/cmd/helm"), "2 minutes");
    }

    private static String requiredVersion(String product, String module) {
        return requiredVersion(module, Resources.text(product + "/go.mod"), product);
    }

    static String requiredVersion(String module, String goMod, String product) {
        Matcher line = Pattern.compile("^(?:require)?\\s+" + Pattern.quote(module) + "\\s+(v\\S+)", Pattern.MULTILINE)
                .matcher(goMod);
        if (!line.find()) {
            throw new IllegalStateException(product + "/go.mod does not require " + module);
        }
        return line.group(1);
    }

    @Override
    public Set<Tool> tools() {
        return packages.keySet();
    }

    @Override
    public String key() {
        return ToolRecipe.key(product, version, goMod() + goSum() + linkerFlags());
    }

    @Override
    public String description() {
        String names = String.join(
                " and ", packages.keySet().stream().map(Tool::fileName).toList());
        return "building " + names + " " + version + " from Go modules (once, about " + minutes + " on two cores)";
    }

    @Override
    public void make(Path folder, ToolCommands commands) throws IOException {
        Path go = commands.program("go", INSTALL_GO);
        Files.writeString(folder.resolve("go.mod"), goMod());
        Files.writeString(folder.resolve("go.sum"), goSum());
        Map<String, String> environment = Map.of("CGO_ENABLED", "0", "GOWORK", "off");
        for (Map.Entry<Tool, String> entry : packages.entrySet()) {
            String file = entry.getKey().fileName();
            List<String> command = List.of(
                    go.toString(), "build", "-trimpath", "-ldflags", linkerFlags(), "-o", file, entry.getValue());
            commands.run("go build " + file, command, environment, folder);
        }
    }

    /** Without the version the API server calls itself v0.0.0-master, and clients that look at it go wrong. */
    private String linkerFlags() {
        String versionPackage = switch (product) {
            case "kubernetes" -> "k8s.io/component-base/version";
            case "clusterctl" -> "sigs.k8s.io/cluster-api/version";
            default -> "";
        };
        if (versionPackage.isEmpty()) {
            return "-s -w";
        }
        String[] parts = version.substring(1).split("\\.", 3);
        String variable = " -X " + versionPackage + ".";
        return "-s -w" + variable + "gitVersion=" + version + variable + "gitMajor=" + parts[0] + variable + "gitMinor="
                + parts[1];
    }

    private String goMod() {
        return Resources.text(product + "/go.mod");
    }

    private String goSum() {
        return Resources.text(product + "/go.sum");
    }
}
