// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

/**
 * A value that the API server accepted but that no TenantControlPlane can carry out. Trying again does not help until
 * the named field changes. The message is meant for the user: field, what is wrong, what to do.
 */
public final class InvalidSpecException extends RuntimeException {
    private final String fieldPath;

    public InvalidSpecException(String fieldPath, String wrongAndCure) {
        super(fieldPath + ": " + wrongAndCure);
        this.fieldPath = fieldPath;
    }

    /** The field to change, for example {@code spec.network.certSANs[0]}. */
    public String fieldPath() {
        return fieldPath;
    }
}
