// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;

/** Finds the records that a record is made of. */
final class Records {
    private Records() {}

    static void reachableFrom(Type type, List<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                reachableFrom(argument, found);
            }
        } else if (type instanceof Class<?> record && record.isRecord() && !found.contains(record)) {
            found.add(record);
            for (RecordComponent component : record.getRecordComponents()) {
                reachableFrom(component.getGenericType(), found);
            }
        }
    }
}
