// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Values that the API server accepted but that no TenantControlPlane can carry out. Trying again does not help until the
 * named fields change. The message is meant for the user: of each value the field, what is wrong, what to do.
 */
public final class InvalidSpecException extends RuntimeException {
    private final String fieldPath;

    public InvalidSpecException(String fieldPath, String wrongAndCure) {
        this(List.of(new Violation(fieldPath, wrongAndCure)));
    }

    /** All that is wrong with one object; at least one value. */
    InvalidSpecException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.fieldPath = violations.get(0).field();
    }

    /** The first field to change, for example {@code spec.network.certSANs[0]}. */
    public String fieldPath() {
        return fieldPath;
    }
}
