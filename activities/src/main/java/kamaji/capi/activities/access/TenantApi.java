// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.access;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** Asks a tenant API server whether a user may do everything: anyone is answered to a mere probe. */
final class TenantApi {
    private TenantApi() {}

    /**
     * What came of it.
     *
     * @param kind see there
     * @param message for people, with nothing secret; empty when allowed
     */
    record Answer(Kind kind, String message) {
        enum Kind {
            /** May do everything. */
            ALLOWED,
            /** Answered, but not with a yes. */
            REFUSED,
            /** No answer at all. */
            UNREACHABLE
        }
    }

    static Answer ask(Config config) {
        try (KubernetesClient tenant =
                new KubernetesClientBuilder().withConfig(config).build()) {
            SelfSubjectAccessReview review =
                    tenant.authorization().v1().selfSubjectAccessReview().create(everything());
            return Boolean.TRUE.equals(review.getStatus().getAllowed())
                    ? new Answer(Answer.Kind.ALLOWED, "")
                    : forbidden(HttpURLConnection.HTTP_FORBIDDEN);
        } catch (KubernetesClientException e) {
            return answer(e);
        }
    }

    private static SelfSubjectAccessReview everything() {
        return new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb("*")
                .withGroup("*")
                .withResource("*")
                .endResourceAttributes()
                .endSpec()
                .build();
    }

    private static Answer answer(KubernetesClientException e) {
        int code = e.getCode();
        if (code == HttpURLConnection.HTTP_UNAUTHORIZED || code == HttpURLConnection.HTTP_FORBIDDEN) {
            return forbidden(code);
        }
        if (code > 0) {
            return new Answer(Answer.Kind.REFUSED, "the tenant API server answers " + code);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                return new Answer(
                        Answer.Kind.REFUSED,
                        "the tenant API server and the published kubeconfig do not agree on TLS ("
                                + cause.getClass().getSimpleName()
                                + "): Kamaji may still be renewing certificates");
            }
        }
        return new Answer(Answer.Kind.UNREACHABLE, "the tenant API server does not answer from the management cluster");
    }

    private static Answer forbidden(int code) {
        return new Answer(
                Answer.Kind.REFUSED,
                "the tenant API server does not let the published kubeconfig in yet (" + code
                        + "): Kamaji is still binding its administrator role");
    }
}
