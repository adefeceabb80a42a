// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Teaches picocli to read the types of our flags. */
public final class ValueTypes {
    private ValueTypes() {}

    public static void register(CommandLine command) {
        command.registerConverter(Duration.class, reader(GoDuration::parse));
        command.registerConverter(BindAddress.class, reader(BindAddress::parse));
        command.registerConverter(LogLevel.class, reader(LogLevel::parse));
        command.registerConverter(
                AccessCheckMode.class, reader(text -> EnumNames.parse(AccessCheckMode.class, text.strip())));
        command.registerConverter(ProcessRole.class, reader(text -> EnumNames.parse(ProcessRole.class, text.strip())));
    }

    private static <T> ITypeConverter<T> reader(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        };
    }
}
