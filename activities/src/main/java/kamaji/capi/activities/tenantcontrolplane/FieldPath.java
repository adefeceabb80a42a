// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

/** Writes paths of fields as people read them. */
final class FieldPath {
    private FieldPath() {}

    /** The path of a field of the object at a path; a name with dots or slashes goes into brackets. */
    static String child(String path, String field) {
        if (path.isEmpty()) {
            return field;
        }
        return field.indexOf('.') < 0 && field.indexOf('/') < 0 ? path + "." + field : path + "[\"" + field + "\"]";
    }
}
