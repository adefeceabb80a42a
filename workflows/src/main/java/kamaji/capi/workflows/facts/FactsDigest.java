// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.facts;

import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes the facts that decide in one canonical line and hashes it. */
final class FactsDigest {
    private final StringJoiner line = new StringJoiner("|");

    private FactsDigest() {}

    static String of(Facts facts) {
        ControlPlane controlPlane = facts.controlPlane();
        if (controlPlane == null) {
            return Digests.of("gone");
        }
        FactsDigest digest = new FactsDigest();
        digest.add(Facts.MAPPING_REVISION, controlPlane.uid(), facts.paused(), controlPlane.deleting());
        if (!facts.paused()) {
            digest.controlPlane(controlPlane);
            digest.cluster(controlPlane, facts.cluster());
            digest.tenant(facts.tenant());
            digest.add(facts.dataStore(), states(facts.credentials()), facts.unavailable());
            digest.expiry(facts.credentials());
            digest.infrastructure(facts.infrastructure());
            digest.external(facts.external());
        }
        digest.ending(facts.ending());
        return Digests.of(digest.line.toString());
    }

    private void controlPlane(ControlPlane controlPlane) {
        add(
                controlPlane.generation(),
                controlPlane.finalizer(),
                controlPlane.requestedAt(),
                controlPlane.ownerProblem(),
                controlPlane.invalid(),
                controlPlane.endpoint());
        if (controlPlane.addressHint() != null) {
            add(controlPlane.addressHint());
        }
    }

    /** An endpoint of the Cluster that equals ours is what core copied from us: it decides nothing. */
    private void cluster(ControlPlane controlPlane, @Nullable OwningCluster cluster) {
        if (cluster == null) {
            add("no cluster");
            return;
        }
        boolean copied = Objects.equals(cluster.endpoint(), controlPlane.endpoint());
        add(cluster.name(), cluster.uid(), cluster.infrastructure(), copied ? null : cluster.endpoint());
    }

    /** Worker Machines are not in it: the watcher does not look at them. */
    private void ending(@Nullable Ending ending) {
        if (ending != null && (ending.moved() || ending.forced() != null)) {
            add(ending.moved(), ending.forced());
        }
    }

    /** The text of releases that knew nothing else of Secrets: what they settled stays settled. */
    private static String states(Credentials credentials) {
        return "Credentials[kubeconfig=" + credentials.kubeconfig() + ", certificateAuthority="
                + credentials.certificateAuthority() + "]";
    }

    private void expiry(Credentials credentials) {
        if (credentials.expires() != null) {
            add("expires " + credentials.expires());
        }
    }

    private void tenant(@Nullable TenantControlPlane tenant) {
        add(tenant);
    }

    private void infrastructure(@Nullable InfrastructureCluster infrastructure) {
        add(infrastructure);
    }

    /** Left out where there is none, so that the digests of all others stay what they were. */
    private void external(@Nullable ExternalCluster external) {
        if (external != null) {
            add(external);
        }
    }

    private void add(@Nullable Object... values) {
        for (Object value : values) {
            line.add(String.valueOf(value));
        }
    }
}
