// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamaji.capi.local.simulation.KubeObject;

/** Which Secrets a tenant gets, and in what order. */
final class TenantCredentials {
    private static final String X509 = "x509";
    private static final String KUBECONFIG = "kubeconfig";

    private final TenantObjects objects;
    private final TenantAccess access;
    private final Endpoint offered;
    private final URI server;

    TenantCredentials(TenantObjects objects, TenantAccess access, Endpoint offered) {
        this.objects = objects;
        this.access = access;
        this.offered = offered;
        this.server = objects.calls().server();
    }

    /** The steps up to the admin kubeconfig. */
    List<Step> steps(boolean everyObject, BooleanSupplier adminWithheld) {
        List<Step> steps = new ArrayList<>();
        steps.add(this::announceRotation);
        steps.add(step(Credential.of(
                "-ca", "", "certificates.ca", Set.of("ca.crt", "ca.key", "tls.crt", "tls.key"), this::authority)));
        if (everyObject) {
            certificates().map(this::step).forEach(steps::add);
        } else {
            steps.add(this::nameCertificates);
        }
        if (everyObject) {
            steps.add(kubeconfigs("admin", adminWithheld));
            steps.add(kubeconfigs("super-admin", adminWithheld));
        } else {
            steps.add(kubeconfigs("admin,super-admin", adminWithheld));
        }
        if (everyObject) {
            steps.add(step(internal("controller-manager", "controllerManager")));
            steps.add(step(internal("scheduler", "scheduler")));
        }
        return steps;
    }

    /** The kubeconfigs of one user or of several in one Secret, in one write. */
    private Step kubeconfigs(String users, BooleanSupplier withheld) {
        Set<String> names = Set.of(users.split(",", -1));
        Set<String> keys = names.stream()
                .flatMap(user -> Stream.of(user + ".conf", user + ".svc"))
                .collect(Collectors.toUnmodifiableSet());
        Credential credential = Credential.of(
                "-admin-kubeconfig", KUBECONFIG, "kubeconfig.admin", keys, tenant -> kubeconfigs(tenant, names));
        return new IssueCredential(objects, credential, withheld);
    }

    private Map<String, String> kubeconfigs(Tenant tenant, Set<String> users) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (users.contains("admin")) {
            texts.putAll(access.admin(tenant, server(tenant), server));
        }
        if (users.contains("super-admin")) {
            texts.putAll(access.superAdmin(tenant, server(tenant), server));
        }
        return texts;
    }

    /** A new authority makes everything that it signs anew, in the same pass. */
    private Step.Result announceRotation(Tenant tenant) {
        KubeObject authority = tenant.secrets.get(tenant.name() + "-ca");
        boolean known = !tenant.status("certificates", "ca", "checksum").isEmpty();
        if (!known || (authority != null && !IssueCredential.rotationAsked(authority))) {
            return Step.Result.NOTHING;
        }
        tenant.authorities++;
        objects.status(tenant, Phase.CERTIFICATE_AUTHORITY_ROTATING.text(), "kubernetesResources", "version", "status");
        return Step.Result.WROTE;
    }

    Step step(Credential credential) {
        return new IssueCredential(objects, credential, () -> false);
    }

    private Stream<Credential> certificates() {
        return Stream.of(
                pair("-front-proxy-ca-certificate", "", "frontProxyCA", "front-proxy-ca.crt", "front-proxy-ca.key"),
                pair("-sa-certificate", "", "sa", "sa.pub", "sa.key"),
                pair("-api-server-certificate", X509, "apiServer", "apiserver.crt", "apiserver.key"),
                pair(
                        "-api-server-kubelet-client-certificate",
                        X509,
                        "apiServerKubeletClient",
                        "apiserver-kubelet-client.crt",
                        "apiserver-kubelet-client.key"),
                pair(
                        "-front-proxy-client-certificate",
                        X509,
                        "frontProxyClient",
                        "front-proxy-client.crt",
                        "front-proxy-client.key"));
    }

    private static Credential pair(
            String suffix, String lifecycle, String status, String certificateKey, String privateKey) {
        return Credential.of(
                suffix, lifecycle, "certificates." + status, Set.of(certificateKey, privateKey), tenant -> {
                    var issued = new CertificateAuthority(status).itself();
                    String open = certificateKey.endsWith(".pub") ? issued.publicKeyPem() : issued.certificatePem();
                    return Map.of(certificateKey, open, privateKey, issued.keyPem());
                });
    }

    private Credential internal(String component, String status) {
        String key = component + ".conf";
        return Credential.of(
                "-" + component + "-kubeconfig",
                KUBECONFIG,
                "kubeconfig." + status,
                Set.of(key),
                // The server is the pod itself; nobody outside can use it, so it needs no valid token.
                tenant -> Map.of(
                        key,
                        access.kubeconfig(
                                tenant.name(),
                                "system:kube-" + component,
                                "none",
                                URI.create("https://127.0.0.1:6443"))));
    }

    private Map<String, String> authority(Tenant tenant) {
        var issued = new CertificateAuthority("kubernetes").itself();
        Map<String, String> keys = new LinkedHashMap<>();
        for (String name : List.of("ca", "tls")) {
            keys.put(name + ".crt", issued.certificatePem());
            keys.put(name + ".key", issued.keyPem());
        }
        return keys;
    }

    private Step.Result nameCertificates(Tenant tenant) {
        if (!tenant.status("certificates", "apiServer", "secretName").isEmpty()) {
            return Step.Result.NOTHING;
        }
        Map<String, Object> status = new LinkedHashMap<>();
        certificates().forEach(credential -> {
            String secret = credential.secret(tenant);
            status.put(
                    credential.status().get(1),
                    Map.of(
                            "secretName", secret,
                            "checksum", Checksum.of(secret + tenant.object().uid()),
                            "lastUpdate", TenantObjects.now()));
        });
        objects.status(tenant, status, "certificates");
        return Step.Result.WROTE;
    }

    /** A tenant with an address of its own is reached there, whatever answers; all others are the stack's API server. */
    private URI server(Tenant tenant) {
        String published = tenant.status("controlPlaneEndpoint");
        return published.equals(offered.text()) ? server : URI.create("https://" + published);
    }
}
