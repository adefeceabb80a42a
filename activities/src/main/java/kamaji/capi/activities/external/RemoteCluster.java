// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

/**
 * Another cluster, named by the Secret with its kubeconfig.
 *
 * @param secretNamespace of the Secret
 * @param secretName of the Secret
 * @param key of the kubeconfig in the Secret
 */
public record RemoteCluster(String secretNamespace, String secretName, String key) {
    /** For people. */
    public String describe() {
        return "key " + key + " of Secret " + secretNamespace + "/" + secretName;
    }

    @Override
    public String toString() {
        return secretNamespace + "/" + secretName + "/" + key;
    }
}
