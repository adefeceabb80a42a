// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.manifests;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A manifest whose variables are written <code>${NAME}</code> or, with a default, <code>${NAME:=default}</code>.
 *
 * @param file where it is
 * @param text what it says
 */
record Template(Path file, String text) {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("checkout.root")));
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?<name>[A-Za-z0-9_]+)(?<rest>[^}]*)}");

    /** All templates and samples that users start from. */
    static List<Template> all() {
        return Stream.concat(in(file("deploy/templates")).stream(), in(file("deploy/samples")).stream())
                .toList();
    }

    /** Those in a folder and the folders below. */
    static List<Template> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> new Template(file, read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables that a user has to give. */
    Set<String> required() {
        Set<String> names = new TreeSet<>();
        VARIABLE.matcher(text)
                .results()
                .filter(match -> match.group(2).isEmpty())
                .forEach(match -> names.add(match.group(1)));
        return names;
    }

    /**
     * The objects with all variables replaced.
     *
     * @throws IllegalStateException naming a variable that has neither value nor default
     */
    List<GenericKubernetesResource> render(Map<String, String> values) {
        String rendered = VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), match.group(2), values)));
        return Arrays.stream(rendered.split("(?m)^---$"))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
    }

    private String value(String name, String rest, Map<String, String> values) {
        String value = values.get(name);
        if (value != null) {
            return value;
        }
        if (!rest.startsWith(":=") || rest.length() == 2) {
            throw new IllegalStateException(file + ": variable " + name + " has neither a value nor a default");
        }
        return rest.substring(2);
    }

    @Override
    public String toString() {
        return ROOT.relativize(file).toString();
    }
}
