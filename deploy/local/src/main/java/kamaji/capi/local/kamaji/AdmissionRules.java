// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kamaji.capi.local.simulation.KubeObject;
import kamaji.capi.local.simulation.Trees;
import org.jspecify.annotations.Nullable;

/**
 * The defaults and rules of Kamaji's webhooks. A rule looks at the old spec, never at what runs. Refusals have the words by
 * which Kamaji's are known.
 */
final class AdmissionRules {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)([-+].*)?");
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private final String defaultDataStore;
    private final int newestMinor;
    private final Predicate<String> storeExists;

    AdmissionRules(String defaultDataStore, int newestMinor, Predicate<String> storeExists) {
        this.defaultDataStore = defaultDataStore;
        this.newestMinor = newestMinor;
        this.storeExists = storeExists;
    }

    /** The fields that a new tenant's spec lacks, as a tree to be merged into the spec. */
    Map<String, Object> defaults(KubeObject created) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (created.text("spec", "dataStore").isEmpty() && !defaultDataStore.isEmpty()) {
            spec.put("dataStore", defaultDataStore);
        }
        Map<String, Object> network = new LinkedHashMap<>();
        List<?> services = mirrored(created, network, "serviceCidrs", "serviceCidr", "10.96.0.0/16");
        mirrored(created, network, "podCidrs", "podCidr", "10.244.0.0/16");
        if (created.list("spec", "networkProfile", "dnsServiceIPs").isEmpty()) {
            network.put("dnsServiceIPs", ranges(services).map(Cidr::dnsAddress).toList());
        }
        spec.put("networkProfile", network);
        return spec;
    }

    private static List<?> mirrored(
            KubeObject created, Map<String, Object> network, String plural, String singular, String fallback) {
        List<?> given = created.list("spec", "networkProfile", plural);
        if (!given.isEmpty()) {
            return given;
        }
        Object one = created.at("spec", "networkProfile", singular);
        List<?> copied = List.of(one == null ? fallback : one);
        if (!copied.contains("")) {
            network.put(plural, copied);
        }
        return copied;
    }

    /** Why the object is refused, if it is; the old one is null at creation. */
    Optional<String> refusal(KubeObject object, @Nullable KubeObject old) {
        if (object.deleting()) {
            return Optional.empty();
        }
        return Stream.of(
                        old == null ? name(object) : null,
                        version(object, old),
                        store(object),
                        old == null ? overrides(object) : null,
                        certificateNames(object),
                        dnsAddresses(object),
                        object.at("spec", "controlPlane", "gateway") == null
                                ? null
                                : "the Gateway API with TLSRoute v1 is not installed")
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static @Nullable String name(KubeObject object) {
        return NAME.matcher(object.name()).matches()
                ? null
                : "metadata.name: '" + object.name() + "' is not a DNS-1035 label";
    }

    private @Nullable String version(KubeObject object, @Nullable KubeObject old) {
        String wanted = object.text("spec", "kubernetes", "version");
        int minor = minor(wanted);
        if (minor < 0) {
            return "spec.kubernetes.version: '" + wanted + "' is not a semantic version";
        }
        if (minor > newestMinor) {
            return "the Kubernetes version " + wanted + " is greater than the supported 1." + newestMinor;
        }
        int before = old == null ? minor : minor(old.text("spec", "kubernetes", "version"));
        if (before >= 0 && minor < before) {
            return "unable to downgrade to Kubernetes " + wanted;
        }
        if (before >= 0 && minor > before + 1) {
            return "unable to upgrade to Kubernetes " + wanted + " in a non-sequential mode";
        }
        return null;
    }

    /** The minor version, where another major counts a thousand; -1 for what is no version. */
    private static int minor(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                ? Integer.parseInt(matcher.group(2)) + 1000 * (Integer.parseInt(matcher.group(1)) - 1)
                : -1;
    }

    private @Nullable String store(KubeObject object) {
        String store = object.text("spec", "dataStore");
        return store.isEmpty() || storeExists.test(store) ? null : store + " DataStore does not exist";
    }

    private @Nullable String overrides(KubeObject object) {
        if (!object.text("spec", "dataStore").isEmpty()) {
            return null;
        }
        List<String> seen = new ArrayList<>();
        for (Object override : object.list("spec", "dataStoreOverrides")) {
            String resource = Trees.text(override, "resource");
            if (seen.contains(resource)) {
                return "duplicate resource override: " + resource;
            }
            if (!storeExists.test(Trees.text(override, "dataStore"))) {
                return Trees.text(override, "dataStore") + " DataStore does not exist";
            }
            seen.add(resource);
        }
        return null;
    }

    private static @Nullable String certificateNames(KubeObject object) {
        return object.list("spec", "networkProfile", "certSANs").stream()
                .map(Object::toString)
                .filter(name ->
                        Cidr.address(name).isEmpty() && !HOST.matcher(name).matches())
                .findFirst()
                .map(name -> "spec.networkProfile.certSANs: '" + name + "' is neither an IP address nor a DNS name")
                .orElse(null);
    }

    private static @Nullable String dnsAddresses(KubeObject object) {
        List<?> plural = object.list("spec", "networkProfile", "serviceCidrs");
        List<?> services = plural.isEmpty() ? List.of(object.text("spec", "networkProfile", "serviceCidr")) : plural;
        return object.list("spec", "networkProfile", "dnsServiceIPs").stream()
                .map(Object::toString)
                .filter(address -> ranges(services).noneMatch(range -> range.contains(address)))
                .findFirst()
                .map(address -> "the DNS service IP " + address + " is not contained in any configured service CIDR")
                .orElse(null);
    }

    private static Stream<Cidr> ranges(List<?> texts) {
        return texts.stream().map(Object::toString).map(Cidr::parse).flatMap(Optional::stream);
    }
}
