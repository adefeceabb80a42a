// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import kamaji.capi.activities.failure.StepFailure;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a kubeconfig into a client configuration that has nothing from anywhere else: no environment, no
 * files, no programs, one try, five seconds. Error messages never quote the text.
 */
final class TenantKubeconfig {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final int TIMEOUT_MILLIS = 5_000;

    private TenantKubeconfig() {}

    /**
     * Reads a kubeconfig.
     *
     * @param where names the Secret and key, for messages
     * @throws StepFailure wait for change, when it is none that Cluster API could use
     */
    static Config parse(String text, String where) {
        io.fabric8.kubernetes.api.model.Config file = read(text, where);
        Context context = pick(
                file.getContexts(),
                named -> named.getName().equals(file.getCurrentContext()),
                NamedContext::getContext);
        if (context == null) {
            throw unusable(where, "its current-context names no context");
        }
        Cluster cluster = pick(
                file.getClusters(), named -> named.getName().equals(context.getCluster()), NamedCluster::getCluster);
        AuthInfo user =
                pick(file.getUsers(), named -> named.getName().equals(context.getUser()), NamedAuthInfo::getUser);
        if (cluster == null || cluster.getServer() == null || user == null) {
            throw unusable(where, "its context names no cluster with a server, or no user");
        }
        if (user.getExec() != null || user.getAuthProvider() != null) {
            throw unusable(where, "its user logs in by a program, which Cluster API refuses");
        }
        return config(cluster, user);
    }

    private static Config config(Cluster cluster, AuthInfo user) {
        ConfigBuilder builder = new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl(cluster.getServer())
                .withCaCertData(cluster.getCertificateAuthorityData())
                .withTrustCerts(Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()))
                .withClientCertData(user.getClientCertificateData())
                .withClientKeyData(user.getClientKeyData())
                .withOauthToken(user.getToken())
                .withConnectionTimeout(TIMEOUT_MILLIS)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(0);
        if (user.getClientKeyData() != null) {
            builder.withClientKeyAlgo(Config.getKeyAlgorithm(null, user.getClientKeyData()));
        }
        return builder.build();
    }

    private static io.fabric8.kubernetes.api.model.Config read(String text, String where) {
        try {
            io.fabric8.kubernetes.api.model.Config file =
                    YAML.unmarshal(text, io.fabric8.kubernetes.api.model.Config.class);
            if (file != null) {
                return file;
            }
        } catch (RuntimeException e) { // fabric8 documents none; its message may quote the text
            throw unusable(where, "it is not YAML of the kind Config");
        }
        throw unusable(where, "it is empty");
    }

    private static <N, T> @Nullable T pick(List<N> all, Predicate<N> which, Function<N, @Nullable T> what) {
        return all.stream().filter(which).findFirst().map(what).orElse(null);
    }

    private static StepFailure unusable(String where, String why) {
        return StepFailure.waitForChange("the kubeconfig in " + where + " cannot be used: " + why);
    }
}
