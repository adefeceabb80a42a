// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An image as a container runtime has it before it starts something.
 *
 * @param root the file system, with the places for what a pod mounts
 * @param configuration of the container
 */
record UnpackedImage(Path root, JsonNode configuration) {
    /** What Kubernetes puts into each pod: mounted, so that it lies outside of the image. */
    private static final List<String> MOUNTED =
            List.of("proc", "dev", "tmp", "etc/temporal", "var/run/secrets/kubernetes.io/serviceaccount");

    static UnpackedImage of(Path image, Path folder) throws Exception {
        Path parts = Files.createDirectories(folder.resolve("parts"));
        Path root = Files.createDirectories(folder.resolve("root"));
        unpack(image, parts);
        JsonNode manifest = json(parts.resolve("manifest.json")).get(0);
        for (String layer : texts(manifest.path("Layers"))) {
            unpack(parts.resolve(layer), root);
        }
        for (String mounted : MOUNTED) {
            Files.createDirectories(root.resolve(mounted));
        }
        Files.createFile(root.resolve("etc/hosts"));
        return new UnpackedImage(
                root, json(parts.resolve(manifest.path("Config").asText())).path("config"));
    }

    static void unpack(Path archive, Path folder) throws Exception {
        new CommandLineTool(Path.of("tar"), Objects.requireNonNull(folder.getParent()), Map.of())
                .run("--warning=no-unknown-keyword", "-xf", archive.toString(), "-C", folder.toString());
    }

    private static JsonNode json(Path file) throws Exception {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    List<String> entrypoint() {
        return texts(configuration.path("Entrypoint"));
    }

    /**
     * A program that does what a container runtime does, with mounts that vanish with it: its root read-only, a user without
     * rights and without a way to any, no variables but these.
     *
     * @param mounts files and folders by where they are mounted, without the leading slash
     * @param variables of the container
     */
    Path program(Path folder, Map<String, Path> mounts, Map<String, String> variables) throws Exception {
        String bound = mounts.entrySet().stream()
                .map(mount -> "mount --bind " + mount.getValue() + " ROOT/" + mount.getKey())
                .collect(Collectors.joining("\n"));
        String environment = variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .collect(Collectors.joining(" "));
        String inside = """
                set -e
                mount --bind ROOT ROOT
                mount -o remount,bind,ro ROOT
                mount -t proc proc ROOT/proc
                mount --rbind /dev ROOT/dev
                mount -t tmpfs -o size=64m,mode=1777 tmpfs ROOT/tmp
                BOUND
                PATH=$PATH:/usr/sbin:/sbin
                chroot=$(command -v chroot)
                exec setpriv --no-new-privs env -i ENVIRONMENT "$chroot" --userspec=65532:65532 ROOT ENTRYPOINT "$@"
                """.replace("BOUND", bound)
                .replace("ENVIRONMENT", environment)
                .replace("ENTRYPOINT", String.join(" ", entrypoint()))
                .replace("ROOT", root.toString());
        Path script = Files.writeString(folder.resolve("inside.sh"), inside);
        Path program = folder.resolve("container");
        Files.writeString(program, "#!/bin/sh\nexec unshare --mount --propagation private sh " + script + " \"$@\"\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
