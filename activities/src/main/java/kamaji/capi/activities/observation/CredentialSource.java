// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;
import kamaji.capi.activities.api.Annotations;
import kamaji.capi.workflows.facts.Digests;
import kamaji.capi.workflows.facts.SourceSecret;

/**
 * Where the content of a published Secret comes from.
 *
 * @param secret the Secret that Kamaji wrote
 * @param key the key in it
 */
public record CredentialSource(SourceSecret secret, String key) {
    private static final String SUPER = "super-";
    private static final String ENDPOINT_KEY = "admin.conf";
    /** The kubeconfig for readers inside of the management cluster. */
    public static final String SERVICE_KEY = "admin.svc";
    /** The certificate of the CA. */
    public static final String CA_CERTIFICATE = "ca.crt";
    /** The private key of the CA, which goes with its certificate. */
    public static final String CA_PRIVATE_KEY = "ca.key";

    /** The key of the kubeconfig that the owner of a control plane wants published. */
    public static CredentialSource kubeconfig(GenericKubernetesResource controlPlane, SourceSecret secret) {
        String wanted = annotation(controlPlane, Annotations.KUBECONFIG_SECRET_KEY);
        if (!wanted.isEmpty()) {
            return new CredentialSource(secret, wanted);
        }
        return new CredentialSource(secret, advertisesAnAddress(controlPlane) ? SERVICE_KEY : ENDPOINT_KEY);
    }

    /**
     * The key to read among those that there are. Kamaji before v0.4 had no super-admin, and its admin might do everything:
     * where there is none at all the admin stands in, until the Secret changes.
     */
    public String keyIn(Set<String> present) {
        return key.startsWith(SUPER) && present.stream().noneMatch(each -> each.startsWith(SUPER))
                ? key.substring(SUPER.length())
                : key;
    }

    /** The CA of a control plane. */
    public static CredentialSource certificateAuthority(SourceSecret secret) {
        return new CredentialSource(secret, CA_CERTIFICATE);
    }

    /** What is written down beside content of this source. */
    public String mark(String contentHash) {
        return Digests.of(String.join("|", secret.name(), key, secret.checksum(), contentHash));
    }

    private static String annotation(HasMetadata object, String key) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }

    private static boolean advertisesAnAddress(GenericKubernetesResource controlPlane) {
        return controlPlane.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                && spec.get("network") instanceof Map<?, ?> network
                && network.get("advertiseAddress") instanceof String address
                && !address.isEmpty();
    }
}
