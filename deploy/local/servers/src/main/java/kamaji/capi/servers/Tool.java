// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** A program that {@link ToolCache} finds or makes. */
public enum Tool {
    ETCD("etcd"),
    KUBE_APISERVER("kube-apiserver"),
    KUBE_CONTROLLER_MANAGER("kube-controller-manager"),
    TEMPORAL("temporal"),
    CLUSTERCTL("clusterctl", false),
    HELM("helm", false);

    private final String fileName;
    private final boolean partOfTheStack;

    Tool(String fileName) {
        this(fileName, true);
    }

    Tool(String fileName, boolean partOfTheStack) {
        this.fileName = fileName;
        this.partOfTheStack = partOfTheStack;
    }

    /** Name of the program's file, without a folder. */
    public String fileName() {
        return fileName;
    }

    /** Whether the servers need it; the others are made only for the tests that ask for them. */
    boolean partOfTheStack() {
        return partOfTheStack;
    }
}
