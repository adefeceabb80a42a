// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import kamaji.capi.local.simulation.ApiRefusal;
import kamaji.capi.local.simulation.Kind;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one Secret of a tenant, again when it was deleted or its rotation is asked for, and tells the status. */
final class IssueCredential implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(IssueCredential.class);

    private final TenantObjects objects;
    private final Credential credential;
    private final BooleanSupplier withheld;

    IssueCredential(TenantObjects objects, Credential credential, BooleanSupplier withheld) {
        this.objects = objects;
        this.credential = credential;
        this.withheld = withheld;
    }

    @Override
    public Result run(Tenant tenant) {
        if (withheld.getAsBoolean()) {
            return Result.NOTHING;
        }
        KubeObject secret = tenant.secrets.get(credential.secret(tenant));
        boolean rotate = secret != null && rotationAsked(secret);
        if (secret == null
                || rotate
                || signedByAnEarlierAuthority(tenant)
                || !secret.map("data").keySet().containsAll(credential.keys())) {
            secret = write(tenant, secret, rotate);
            tenant.secrets.put(secret.name(), secret);
        }
        tenant.issuedUnder.put(this, tenant.authorities);
        String checksum = secret.text("metadata", "annotations", Kamaji.CHECKSUM);
        if (tenant.status(path("checksum")).equals(checksum)) {
            return Result.NOTHING;
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("secretName", secret.name());
        status.put("checksum", checksum);
        if (!credential.status().get(credential.status().size() - 1).equals("config")) {
            status.put("lastUpdate", TenantObjects.now());
        }
        objects.status(tenant, status, credential.status().toArray(String[]::new));
        return Result.WROTE;
    }

    /** Those that Kamaji renews by itself are signed by the authority. */
    private boolean signedByAnEarlierAuthority(Tenant tenant) {
        return !credential.lifecycle().isEmpty() && tenant.issuedUnder.getOrDefault(this, 0) < tenant.authorities;
    }

    static boolean rotationAsked(KubeObject secret) {
        return "".equals(secret.at("metadata", "annotations", Kamaji.ROTATE));
    }

    private KubeObject write(Tenant tenant, @Nullable KubeObject known, boolean rotate) {
        Map<String, Object> data = new TreeMap<>(known == null ? Map.of() : known.map("data"));
        credential.maker().apply(tenant).forEach((key, value) -> data.put(key, base64(value)));
        Map<String, Object> content = content(data, rotate);
        LOG.info(
                "credentials written namespace={} name={} secret={} rotated={}",
                tenant.namespace(),
                tenant.name(),
                credential.secret(tenant),
                rotate);
        if (known == null) {
            return create(tenant, content);
        }
        return objects.calls().merge(Kind.SECRET, tenant.namespace(), known.name(), content);
    }

    private KubeObject create(Tenant tenant, Map<String, Object> content) {
        Map<String, Object> labelled = credential.lifecycle().isEmpty()
                ? content
                : Trees.merge(
                        content, Trees.nest(credential.lifecycle(), "metadata", "labels", Kamaji.LIFECYCLE_LABEL));
        String name = credential.secret(tenant);
        try {
            Map<String, Object> secret = TenantObjects.owned(tenant, name, credential.component(), labelled);
            return objects.calls().create(Kind.SECRET, tenant.namespace(), secret);
        } catch (ApiRefusal refusal) {
            if (!refusal.conflict()) {
                throw refusal;
            }
            return adopt(tenant, name, labelled);
        }
    }

    /** Somebody made the Secret before: if it is complete its contents stay, as with a certificate authority brought along. */
    private KubeObject adopt(Tenant tenant, String name, Map<String, Object> ours) {
        Map<String, Object> content = objects.calls()
                .get(Kind.SECRET, tenant.namespace(), name)
                .map(found -> found.map("data"))
                .filter(data -> data.keySet().containsAll(credential.keys()))
                .map(data -> Trees.merge(ours, content(data, false)))
                .orElse(ours);
        Map<String, Object> secret = TenantObjects.owned(tenant, name, credential.component(), content);
        return objects.calls().merge(Kind.SECRET, tenant.namespace(), name, secret);
    }

    private static Map<String, Object> content(Map<String, Object> data, boolean rotate) {
        Map<String, Object> annotations = new TreeMap<>(Map.of(Kamaji.CHECKSUM, Checksum.of(data)));
        if (rotate) {
            annotations.put(Kamaji.ROTATE, TenantObjects.now());
        }
        Map<String, Object> content = Trees.nest(annotations, "metadata", "annotations");
        content.put("type", "Opaque");
        content.put("data", data);
        return content;
    }

    private String[] path(String field) {
        return Stream.concat(credential.status().stream(), Stream.of(field)).toArray(String[]::new);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
