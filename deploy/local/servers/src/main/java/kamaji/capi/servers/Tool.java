// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** A program that {@link ToolCache} finds or makes. */
public enum Tool {
    ETCD("etcd"),
    KUBE_APISERVER("kube-apiserver"),
    KUBE_CONTROLLER_MANAGER("kube-controller-manager"),
    TEMPORAL("temporal");

    private final String fileName;

    Tool(String fileName) {
        this.fileName = fileName;
    }

    /** Name of the program's file, without a folder. */
    public String fileName() {
        return fileName;
    }
}
