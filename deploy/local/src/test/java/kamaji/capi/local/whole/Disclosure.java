// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.local.stack.ProviderProcess;

/** Looks for what must not get out in all that does. */
final class Disclosure {
    private Disclosure() {}

    /** A kubeconfig that cannot be read is what exceptions like to quote; it is published as it is. */
    static String plantMarker(Whole whole, String namespace) {
        String marker = "planted-marker-7f3a";
        String garbage = "apiVersion: [ " + marker + " : not yaml";
        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-admin-kubeconfig")
                .edit(secret -> {
                    secret.getData()
                            .put(
                                    "admin.conf",
                                    Base64.getEncoder().encodeToString(garbage.getBytes(StandardCharsets.UTF_8)));
                    return secret;
                });
        whole.client()
                .secrets()
                .inNamespace(namespace)
                .withName("c1-kubeconfig")
                .delete();
        await().atMost(Whole.LONG)
                .until(() -> whole.client()
                                .secrets()
                                .inNamespace(namespace)
                                .withName("c1-kubeconfig")
                                .get()
                        != null);
        return marker;
    }

    /** Long lines of a secret: tokens and key material, which cannot be anywhere by chance. */
    static List<String> parts(Secret secret, String key) {
        String text = new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
        return text.lines()
                .map(line -> line.replaceFirst("^\\s*[a-z-]*:\\s*", "").strip())
                .filter(line -> line.length() > 40 && !line.contains(" "))
                .toList();
    }

    /** All that leaves the provider for people to read: also what is exported for a bug report. */
    static String everythingWritten(Whole whole, ProviderProcess provider, String namespace, Path folder)
            throws IOException {
        StringBuilder all = new StringBuilder(provider.log()).append(provider.metrics());
        whole.client()
                .v1()
                .events()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(event -> all.append(event).append('\n'));
        whole.client()
                .resources(KamajiControlPlane.class)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(controlPlane -> all.append(Serialization.asYaml(controlPlane)));
        whole.workflows
                .runs()
                .forEach(run -> whole.workflows
                        .client()
                        .fetchHistory(
                                run.getExecution().getWorkflowId(),
                                run.getExecution().getRunId())
                        .getEvents()
                        .forEach(event -> all.append(event.toByteString().toString(StandardCharsets.UTF_8))
                                .append('\n')));
        all.append(whole.ktcp("why", "c1", "-n", namespace)).append(whole.ktcp("history", "c1", "-n", namespace));
        Path export = folder.resolve("export");
        whole.ktcp("export", "c1", "-n", namespace, "--to", export.toString());
        try (Stream<Path> files = Files.walk(export)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
