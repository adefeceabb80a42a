// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Shows flags in groups, each with its default and its environment variable. */
public final class GroupedHelp implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        text.append(layout(help, optionsOf(help, null), false));
        for (Map.Entry<Class<?>, String> group : ProviderFlags.groups().entrySet()) {
            List<OptionSpec> options = optionsOf(help, group.getKey());
            if (!options.isEmpty()) {
                text.append(System.lineSeparator()).append(group.getValue()).append(':');
                text.append(System.lineSeparator()).append(layout(help, options, true));
            }
        }
        return text.toString();
    }

    private static List<OptionSpec> optionsOf(Help help, @Nullable Class<?> group) {
        return help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> group == null
                        ? !ProviderFlags.groups().containsKey(declaring(option))
                        : group.equals(declaring(option)))
                .toList();
    }

    /** The class that has the flag as a field. */
    public static Class<?> declaring(OptionSpec option) {
        return option.userObject() instanceof Field field ? field.getDeclaringClass() : Object.class;
    }

    private static String layout(Help help, List<OptionSpec> options, boolean explained) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(
                options.stream()
                        .map(option -> explained ? explain(option) : option)
                        .toList(),
                help.createDefaultParamLabelRenderer());
        return layout.toString();
    }

    private static OptionSpec explain(OptionSpec option) {
        String shown = shown(option.initialValue());
        String text = String.join(" ", option.description()) + (shown.isEmpty() ? "" : " Default: " + shown + ".");
        return OptionSpec.builder(option)
                .description(text.replace("%", "%%"), "[" + Environment.variableOf(option.longestName()) + "]")
                .build();
    }

    /** A default value as a user would write it, empty when there is none. */
    public static String shown(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Duration duration) {
            return GoDuration.format(duration);
        }
        if (value instanceof Enum<?> constant) {
            return EnumNames.of(constant);
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(GroupedHelp::shown).collect(Collectors.joining(","));
        }
        return value.toString();
    }
}
