// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import kamaji.capi.activities.failure.ApiErrors;
import kamaji.capi.activities.failure.StepFailure;
import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** The Kubernetes API as kubectl would reach it. Errors are told for the person who asked. */
final class KubernetesAccess implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;

    private final KubernetesClient client;
    private final String namespace;

    private KubernetesAccess(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Sends nothing yet.
     *
     * @param kubeconfig null for KUBECONFIG or ~/.kube/config
     * @param context null for the current one
     * @param namespace null for the one of the context
     */
    static KubernetesAccess open(
            @Nullable Path kubeconfig,
            @Nullable String context,
            @Nullable String namespace,
            Map<String, String> variables) {
        Config config = new ConfigBuilder(configuration(kubeconfig, context, variables)).build();
        if (context != null
                && (config.getContexts() == null
                        || config.getContexts().stream()
                                .noneMatch(one -> one.getName().equals(context)))) {
            throw new StartFailure(
                    ExitCode.USAGE, "--context names " + context + ", which the kubeconfig does not have");
        }
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(0);
        config.setUserAgent("kubectl-ktcp");
        String of = namespace != null ? namespace : config.getNamespace();
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
        return new KubernetesAccess(client, of == null ? "default" : of);
    }

    private static Config configuration(
            @Nullable Path kubeconfig, @Nullable String context, Map<String, String> variables) {
        if (kubeconfig != null) {
            refuseUnless(Files.isReadable(kubeconfig), "--kubeconfig names " + kubeconfig);
            return Config.fromKubeconfig(context, kubeconfig.toFile());
        }
        String named = variables.getOrDefault("KUBECONFIG", "");
        if (!named.isBlank()) {
            File file = Arrays.stream(named.split(File.pathSeparator, -1))
                    .map(File::new)
                    .filter(File::isFile)
                    .findFirst()
                    .orElse(null);
            refuseUnless(file != null, "KUBECONFIG names " + named);
        }
        return Config.autoConfigure(context);
    }

    private static void refuseUnless(boolean there, String what) {
        if (!there) {
            throw new StartFailure(
                    ExitCode.KUBERNETES_UNREACHABLE,
                    what + ", which cannot be read; name the file of the management cluster");
        }
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    /**
     * Does something with the API.
     *
     * @param what for the message, such as "read KamajiControlPlane demo/hello"
     * @throws StartFailure with the exit code of what went wrong
     */
    <T extends @Nullable Object> T ask(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw failure(what, ApiErrors.of(e, "these"), e.getCode());
        } catch (StepFailure e) {
            throw failure(what, e, e.httpCode());
        }
    }

    private StartFailure failure(String what, StepFailure failure, int code) {
        String cannot = "cannot " + what + ": ";
        return switch (code) {
            case 401 ->
                new StartFailure(
                        ExitCode.KUBERNETES_UNREACHABLE,
                        cannot + "the Kubernetes API at " + client.getMasterUrl()
                                + " does not accept your credentials (401); renew them, or name another --kubeconfig"
                                + " or --context");
            case 403 ->
                new StartFailure(
                        ExitCode.NOT_PERMITTED,
                        cannot + "your user may not (403); ask for that permission, or use another --context");
            case 404 ->
                new StartFailure(
                        ExitCode.API_MISSING,
                        cannot + "the Kubernetes API at " + client.getMasterUrl()
                                + " does not serve that kind; is this the management cluster? Choose it by --context");
            default ->
                code > 0
                        ? new StartFailure(ExitCode.UNEXPECTED, cannot + failure.message())
                        : new StartFailure(
                                ExitCode.KUBERNETES_UNREACHABLE,
                                cannot + failure.message() + " at " + client.getMasterUrl()
                                        + "; check --kubeconfig, --context and the network");
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
