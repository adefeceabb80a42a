// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

/** Whether a control plane counts as initialised before its API has answered with the kubeconfig we publish. */
public enum AccessCheckMode {
    REQUIRED,
    BEST_EFFORT,
    OFF
}
