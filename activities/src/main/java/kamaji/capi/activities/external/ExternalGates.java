// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

/**
 * Which references to other clusters are followed.
 *
 * @param references whether any is
 * @param crossNamespace whether a kubeconfig may be in another namespace than the control plane
 */
public record ExternalGates(boolean references, boolean crossNamespace) {
    /** None is followed. */
    public static final ExternalGates OFF = new ExternalGates(false, false);
}
