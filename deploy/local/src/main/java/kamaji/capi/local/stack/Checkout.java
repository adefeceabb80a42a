// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that the stack takes manifests and the packaged provider from.
 *
 * @param root its root folder
 */
public record Checkout(Path root) {
    /** The checkout given by the system property {@code checkout.root}, by default the working directory. */
    public static Checkout here() {
        return new Checkout(Path.of(System.getProperty("checkout.root", "")).toAbsolutePath());
    }

    /** The CRDs of the provider. */
    public Path ownKinds() {
        return present("deploy/crds");
    }

    Path otherKinds() {
        return present("deploy/local/src/main/resources/kamaji/capi/local/crds");
    }

    Path externalPermissions() {
        return present("deploy/external/rbac.yaml");
    }

    /** The permissions of the provider and of those who administer it. */
    public Path permissions() {
        return present("deploy/rbac");
    }

    /** The two sample clusters. */
    public Path sample() {
        return present("deploy/samples/hello.yaml");
    }

    /** The launcher of the packaged provider; the kubectl plugin lies beside it. */
    public Path launcher() {
        return present("worker/target/kamaji-provider/bin/kamaji-provider");
    }

    private Path present(String path) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is missing: run 'mvn package' in the root of the checkout, or set -Dcheckout.root");
        }
        return file;
    }
}
