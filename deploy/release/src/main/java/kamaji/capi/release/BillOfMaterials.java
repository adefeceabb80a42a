// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole bill of materials: the libraries that Maven knows, the Java runtime and the Debian packages of the image.
 *
 * @param bill CycloneDX, as Maven's plugin wrote it
 * @param version of the release, without a leading v
 */
public record BillOfMaterials(ObjectNode bill, String version) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of dpkg, {@code Name: value}, and of the files {@code release}, {@code NAME="value"}. */
    private static final Pattern FIELD = Pattern.compile("(?m)^([\\w-]+)(?:: |=\"?)([^\"\\n]+)\"?$");

    /** Arguments: the plugin's bill, the system in the image, the JDK, the version, the file to write. */
    public static void main(String[] arguments) throws IOException {
        Path system = Path.of(arguments[1]);
        BillOfMaterials bill =
                new BillOfMaterials((ObjectNode) JSON.readTree(Files.readString(Path.of(arguments[0]))), arguments[3]);
        bill.nameProduct();
        bill.addRuntime(fields(Path.of(arguments[2], "release")));
        Map<String, String> distribution = fields(system.resolve("etc/os-release"));
        try (Stream<Path> packages = Files.list(system.resolve(DebianPackages.STATUS))) {
            for (Path file : packages.sorted().toList()) {
                bill.addPackage(fields(file), distribution);
            }
        }
        Files.writeString(
                Path.of(arguments[4]), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bill.bill) + "\n");
    }

    /** The first value of each name counts. */
    static Map<String, String> fields(Path file) throws IOException {
        return FIELD.matcher(Files.readString(file))
                .results()
                .collect(Collectors.toMap(
                        field -> field.group(1), BillOfMaterials::value, (first, later) -> first, TreeMap::new));
    }

    private static String value(MatchResult field) {
        return field.group(2).strip();
    }

    /** Maven's plugin takes the module that makes the release for it. */
    private void nameProduct() {
        ObjectNode product = (ObjectNode) bill.at("/metadata/component");
        String old = product.path("bom-ref").asText();
        String name = "pkg:generic/kamaji-provider@" + encoded(version);
        product.put("name", "kamaji-provider").put("bom-ref", name).put("purl", name);
        for (JsonNode entry : bill.path("dependencies")) {
            if (entry.path("ref").asText().equals(old)) {
                ((ObjectNode) entry).put("ref", name);
            }
        }
    }

    void addRuntime(Map<String, String> release) {
        String full = required(release, "JAVA_RUNTIME_VERSION");
        add("platform", "openjdk", full, "pkg:generic/openjdk@" + encoded(full))
                .put("publisher", required(release, "IMPLEMENTOR"))
                .put("description", "Java runtime, cut down with jlink");
    }

    void addPackage(Map<String, String> fields, Map<String, String> distribution) {
        String name = required(fields, "Package");
        String of = required(fields, "Version");
        String id = required(distribution, "ID");
        String source = fields.getOrDefault("Source", name).replaceFirst(" \\(.*", "");
        String purl = "pkg:deb/" + id + "/" + name + "@" + encoded(of) + "?arch=" + required(fields, "Architecture")
                + "&distro=" + id + "-" + distribution.getOrDefault("VERSION_ID", "unstable") + "&upstream=" + source;
        add("library", name, of, purl).put("description", "Files of the Debian package that are in the image");
    }

    private ObjectNode add(String type, String name, String of, String purl) {
        ObjectNode component = ((ArrayNode) bill.path("components")).addObject();
        ((ArrayNode) bill.path("dependencies")).addObject().put("ref", purl).putArray("dependsOn");
        for (JsonNode entry : bill.path("dependencies")) {
            if (entry.path("ref").equals(bill.at("/metadata/component/bom-ref"))) {
                ((ArrayNode) entry.path("dependsOn")).add(purl);
            }
        }
        return component
                .put("type", type)
                .put("bom-ref", purl)
                .put("name", name)
                .put("version", of)
                .put("purl", purl);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("no field " + name + " among " + fields.keySet());
        }
        return value;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
