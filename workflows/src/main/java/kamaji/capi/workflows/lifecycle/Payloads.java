// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.lifecycle;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.List;

/** How arguments and results are written to a history. */
public final class Payloads {
    private Payloads() {}

    /** JSON as Temporal writes it by default, without nulls, zeroes and empty lists: the smaller half of a history. */
    public static DataConverter converter() {
        ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper();
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        for (Class<?> type : List.of(boolean.class, int.class, long.class)) {
            mapper.configOverride(type).setInclude(only(JsonInclude.Include.NON_DEFAULT));
        }
        mapper.configOverride(List.class).setInclude(only(JsonInclude.Include.NON_EMPTY));
        // Fields that a newer release added are no concern of an older worker, and "isTrue()" is no field.
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper));
    }

    private static JsonInclude.Value only(JsonInclude.Include inclusion) {
        return JsonInclude.Value.construct(inclusion, JsonInclude.Include.USE_DEFAULTS);
    }
}
