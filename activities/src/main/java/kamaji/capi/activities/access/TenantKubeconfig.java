// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import io.fabric8.kubernetes.client.Config;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.activities.kubernetes.InlineKubeconfig;

/** The kubeconfig of a tenant API server. Error messages never quote the text. */
final class TenantKubeconfig {
    private TenantKubeconfig() {}

    /**
     * Reads a kubeconfig.
     *
     * @param where names the Secret and key, for messages
     * @throws StepFailure wait for change, when it is none that Cluster API could use
     */
    static Config parse(String text, String where) {
        try {
            return InlineKubeconfig.parse(text);
        } catch (InlineKubeconfig.UnusableException e) {
            throw StepFailure.waitForChange("the kubeconfig in " + where + " cannot be used: " + e.why());
        }
    }
}
