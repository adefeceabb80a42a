// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.kubernetes;

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
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a kubeconfig, which somebody else wrote, into a client configuration that has nothing from anywhere
 * else: no environment, no files, no programs, one try, five seconds. What asks for such things is refused, and what
 * would be ignored is too, since the connection would be another one than meant. Errors never quote the text.
 */
public final class InlineKubeconfig {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int CONNECT_MILLIS = 3_000;

    private InlineKubeconfig() {}

    /** Why a text is no kubeconfig that can be used; has no cause, which might quote it. */
    public static final class UnusableException extends Exception {
        UnusableException(String why) {
            super(why, null, false, false);
        }

        /** The field and what to do. */
        public String why() {
            return String.valueOf(getMessage());
        }
    }

    /** Reads a kubeconfig; only what its current context names counts. */
    public static Config parse(String text) throws UnusableException {
        io.fabric8.kubernetes.api.model.Config file = read(text);
        Context context = pick(
                file.getContexts(),
                named -> named.getName().equals(file.getCurrentContext()),
                NamedContext::getContext);
        if (context == null) {
            throw new UnusableException("current-context names no context; set it to one of contexts");
        }
        Cluster cluster = pick(
                file.getClusters(), named -> named.getName().equals(context.getCluster()), NamedCluster::getCluster);
        AuthInfo user =
                pick(file.getUsers(), named -> named.getName().equals(context.getUser()), NamedAuthInfo::getUser);
        if (cluster == null || cluster.getServer() == null || user == null) {
            throw new UnusableException("its context names no cluster with a server, or no user; add them");
        }
        refuse(cluster);
        refuse(user);
        return config(cluster, user);
    }

    private static void refuse(Cluster cluster) throws UnusableException {
        if (!cluster.getServer().startsWith("https://")) {
            throw new UnusableException("cluster.server is no https:// address; set one");
        }
        refuse(cluster.getCertificateAuthority(), "cluster.certificate-authority", INLINE + "-data");
        refuse(cluster.getProxyUrl(), "cluster.proxy-url", DIRECT);
        refuse(cluster.getTlsServerName(), "cluster.tls-server-name", DIRECT);
    }

    private static void refuse(AuthInfo user) throws UnusableException {
        refuse(user.getExec(), "user.exec", "would run a program; use a token or a client certificate");
        refuse(
                user.getAuthProvider(),
                "user.auth-provider",
                "would run a program; use a token or a client certificate");
        refuse(user.getClientCertificate(), "user.client-certificate", INLINE + "-data");
        refuse(user.getClientKey(), "user.client-key", INLINE + "-data");
        refuse(user.getTokenFile(), "user.tokenFile", "names a file; put the token into user.token");
        refuse(user.getUsername(), "user.username", "is not supported; use a token or a client certificate");
        refuse(user.getAs(), "user.as", "is not supported; use a kubeconfig of that user");
    }

    private static final String INLINE = "names a file; put its content into the field of this name with ";
    private static final String DIRECT = "is not supported; name a server that is reached without";

    private static void refuse(@Nullable Object value, String field, String why) throws UnusableException {
        if (value != null && !"".equals(value)) {
            throw new UnusableException(field + " " + why);
        }
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
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(0);
        if (user.getClientKeyData() != null) {
            builder.withClientKeyAlgo(Config.getKeyAlgorithm(null, user.getClientKeyData()));
        }
        return builder.build();
    }

    private static io.fabric8.kubernetes.api.model.Config read(String text) throws UnusableException {
        try {
            Object tree = YAML.unmarshal(text, Map.class);
            if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
                return YAML.convertValue(map, io.fabric8.kubernetes.api.model.Config.class);
            }
        } catch (RuntimeException e) { // fabric8 documents none; its message may quote the text
            throw new UnusableException("it is not YAML of the kind Config; write it anew");
        }
        throw new UnusableException("it is empty");
    }

    private static <N, T> @Nullable T pick(@Nullable List<N> all, Predicate<N> which, Function<N, @Nullable T> what) {
        return all == null
                ? null
                : all.stream().filter(which).findFirst().map(what).orElse(null);
    }
}
