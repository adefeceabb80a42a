// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.failure;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kamaji.capi.workflows.decision.Failure.Kind;
import org.jspecify.annotations.Nullable;

/** The one place where errors of the Kubernetes API become failures of a step. Messages never quote objects. */
public final class ApiErrors {
    private static final Pattern DENIED = Pattern.compile("admission webhook \"([^\"]+)\" denied the request: (.*)");
    private static final Pattern WEBHOOK_DOWN = Pattern.compile("failed calling webhook \"([^\"]+)\"");
    private static final Pattern FORBIDDEN =
            Pattern.compile("cannot (\\w+) resource \"([^\"]+)\"(?: in API group \"([^\"]*)\")?");
    private static final Pattern VALUE =
            Pattern.compile("(?:Invalid|Unsupported|Duplicate) value: (?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\":]*): ");
    /** Told as an internal error (500). */
    private static final String UNDECLARED = "field not declared in schema";

    /** Kamaji's kind, which users do not write themselves. */
    private static final String TENANT = "TenantControlPlane";

    private static final int MOST_CAUSES = 3;

    private ApiErrors() {}

    /**
     * The failure that an answer of the API server is.
     *
     * @param kind kind of the objects asked for
     */
    public static StepFailure of(KubernetesClientException e, String kind) {
        int code = e.getCode();
        String text = text(e);
        return new StepFailure(kindOf(e, text), message(e, code, text, kind), Math.max(code, 0));
    }

    private static Kind kindOf(KubernetesClientException e, String text) {
        int code = e.getCode();
        if (text.contains(UNDECLARED)) {
            return Kind.WAIT_FOR_CHANGE;
        }
        if (code <= 0 || code == 401 || code == 408 || code == 409 || code == 429 || code >= 500) {
            return Kind.RETRY;
        }
        if (code == 404 && isAboutNamespace(e)) {
            return Kind.RETRY;
        }
        if (code == 404) {
            return isAboutOneObject(e) ? Kind.STALE : Kind.WAIT_FOR_CHANGE;
        }
        if (code == 422 && isAboutAnotherUid(e)) {
            return Kind.STALE;
        }
        boolean refused = code == 400 || code == 403 || code == 422;
        return refused || DENIED.matcher(text).find() ? Kind.WAIT_FOR_CHANGE : Kind.BUG;
    }

    private static String message(KubernetesClientException e, int code, String text, String kind) {
        if (code <= 0) {
            return "the Kubernetes API does not answer (" + rootCause(e) + ")";
        }
        if (text.contains(UNDECLARED)) {
            return "the served " + kind + " has other fields than expected: upgrade what it belongs to";
        }
        Matcher denied = DENIED.matcher(text);
        if (denied.find()) {
            String raw = kind + " refused by admission webhook " + denied.group(1) + ": " + denied.group(2);
            return kind.equals(TENANT)
                    ? KamajiDenials.explained(denied.group(2))
                            .map(message -> message + " (" + raw + ")")
                            .orElse(raw)
                    : raw;
        }
        Matcher down = WEBHOOK_DOWN.matcher(text);
        if (down.find()) {
            return "admission webhook " + down.group(1) + " for " + kind + " objects does not answer";
        }
        return switch (code) {
            case 401 -> "the Kubernetes API does not accept the provider's credentials (401)";
            case 403 -> forbidden(text, kind);
            case 404 ->
                isAboutNamespace(e)
                        ? "namespace " + e.getStatus().getDetails().getName() + " does not exist: create it"
                        : isAboutOneObject(e)
                                ? kind + " no longer exists"
                                : "the API server does not know " + kind
                                        + " objects (404): install what they belong to";
            case 409 -> kind + " was changed by someone else at the same time (409)";
            case 422 -> kind + " refused by its schema (422): " + causes(e, text, kind);
            default -> "the Kubernetes API answered " + code + " for " + kind + reason(e);
        };
    }

    private static String forbidden(String text, String kind) {
        Matcher matcher = FORBIDDEN.matcher(text);
        if (!matcher.find()) {
            return kind + " refused (403): " + text;
        }
        String group = matcher.group(3);
        String resource = matcher.group(2) + (group == null || group.isEmpty() ? "" : "." + group);
        return "the provider may not " + matcher.group(1) + " " + resource + " (403): grant verb " + matcher.group(1)
                + " on it to the provider's service account, as the roles in deploy/rbac do";
    }

    /** A cause quotes the value that it refuses, which is left out. */
    private static String causes(KubernetesClientException e, String text, String kind) {
        List<StatusCause> causes = causes(e);
        if (causes.isEmpty()) {
            return VALUE.matcher(text).replaceAll("");
        }
        return causes.stream()
                .limit(MOST_CAUSES)
                .map(cause -> (cause.getField() == null ? "" : written(cause.getField(), kind) + ": ")
                        + VALUE.matcher(Objects.requireNonNullElse(cause.getMessage(), ""))
                                .replaceAll(""))
                .collect(Collectors.joining("; "));
    }

    /** What was to be made has no namespace to be in: nobody tells when it is there. */
    private static boolean isAboutNamespace(KubernetesClientException e) {
        return isAboutOneObject(e)
                && "namespaces".equals(e.getStatus().getDetails().getKind());
    }

    private static boolean isAboutOneObject(KubernetesClientException e) {
        Status status = e.getStatus();
        return status != null
                && status.getDetails() != null
                && status.getDetails().getName() != null
                && !status.getDetails().getName().isEmpty();
    }

    /** A patch with the UID of an object that was deleted and made anew. */
    private static boolean isAboutAnotherUid(KubernetesClientException e) {
        return causes(e).stream().anyMatch(cause -> "metadata.uid".equals(cause.getField()));
    }

    private static String written(String field, String kind) {
        return kind.equals(TENANT) ? TenantFields.written(field) : field;
    }

    private static List<StatusCause> causes(KubernetesClientException e) {
        Status status = e.getStatus();
        return status == null
                        || status.getDetails() == null
                        || status.getDetails().getCauses() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static String reason(KubernetesClientException e) {
        Status status = e.getStatus();
        return status == null || status.getReason() == null ? "" : " (" + status.getReason() + ")";
    }

    private static String text(KubernetesClientException e) {
        Status status = e.getStatus();
        @Nullable String message = status == null ? null : status.getMessage();
        return Objects.requireNonNullElse(message, "");
    }

    private static String rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
