// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

/**
 * A value that cannot work.
 *
 * @param field path of the field to change, with the kind in front when it is not the KamajiControlPlane's
 * @param wrongAndCure what is wrong and what to do, for people
 */
record Violation(String field, String wrongAndCure) {
    @Override
    public String toString() {
        return field + ": " + wrongAndCure;
    }
}
