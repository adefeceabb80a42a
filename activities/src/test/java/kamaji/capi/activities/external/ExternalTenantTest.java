// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalTenantTest {
    private static final ExternalGates ON = new ExternalGates(true, false);
    private static final ExternalGates ALL = new ExternalGates(true, true);
    private static final String REFERENCE =
            "{deploymentNamespace: away, kubeconfigSecretName: s, kubeconfigSecretKey: k}";
    private static final String ECR = "finalizers: [ecr.kamaji.clastix.io/finalizer]";
    private static final String DELETED = "deletionTimestamp: \"2026-01-01T00:00:00Z\"";
    private static final TenantRecord OWN =
            new TenantRecord(new RemoteCluster("ns", "s", "k"), "away", "kcp-old", "u1", null);

    @Test
    void withoutReferenceItIsOnThisCluster() {
        assertThat(tenant(null, "", ON)).isEmpty();
        assertThat(tenant(REFERENCE, DELETED, ON))
                .as("deleted before anything was made")
                .isEmpty();
    }

    @Test
    void aNewOneIsNamedAsTheExistingProviderDoes() {
        ExternalTenant fresh = tenant(REFERENCE, "", ON).orElseThrow();

        assertThat(fresh.name()).isEqualTo("kcp-u1");
        assertThat(fresh.namespace()).isEqualTo("away");
        assertThat(fresh.cluster()).isEqualTo(new RemoteCluster("ns", "s", "k"));
        assertThat(fresh.problem()).isNull();
        assertThat(fresh.isNew()).isTrue();
        assertThat(fresh.isConfirmed()).isFalse();
    }

    @Test
    void aNameInTheReferenceIsTakenForANewOneOnly() {
        String named = REFERENCE.replace("}", ", tenantControlPlaneName: blue}");

        assertThat(tenant(named, "", ON).orElseThrow().name()).isEqualTo("blue");
        assertThat(tenant(named, ECR, ON).orElseThrow().name())
                .as("made by the existing provider")
                .isEqualTo("kcp-u1");
        ExternalTenant made = tenant(named, recorded(OWN), ON).orElseThrow();
        assertThat(made.name()).isEqualTo("kcp-old");
        assertThat(made.problem()).contains("tenantControlPlaneName is blue", "away/kcp-old", "set it back");
        assertThat(tenant(REFERENCE.replace("}", ", tenantControlPlaneName: kcp-old}"), recorded(OWN), ON)
                        .orElseThrow()
                        .problem())
                .isNull();
    }

    @Test
    void whatIsWrittenDownCountsAfterAMove() {
        ExternalTenant moved = tenant(REFERENCE, recorded(by(OWN, "u0")), ON).orElseThrow();

        assertThat(moved.name()).isEqualTo("kcp-old");
        assertThat(moved.isConfirmed()).isFalse();
        assertThat(moved.wanted().uid()).isEqualTo("u1");
        assertThat(tenant(REFERENCE, recorded(OWN), ON).orElseThrow().isConfirmed())
                .isTrue();
    }

    @Test
    void whatIsWrittenDownReadsBack() {
        TenantRecord across =
                new TenantRecord(new RemoteCluster("other", "s", "k.conf"), "away", "kcp-old", "u1", null);

        assertThat(tenant(REFERENCE, recorded(across), ALL).orElseThrow().recorded())
                .isEqualTo(across);
        assertThat(OWN.text("ns")).doesNotContain("secretNamespace");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            {deploymentNamespace: away, kubeconfigSecretName: s, kubeconfigSecretKey: k} | false | false | feature gate ExternalClusterReference is off
            {deploymentNamespace: '', kubeconfigSecretName: s, kubeconfigSecretKey: k} | true | false | is not complete
            {deploymentNamespace: away, kubeconfigSecretName: s, kubeconfigSecretKey: k, kubeconfigSecretNamespace: b} | true | false | ExternalClusterReferenceCrossNamespace is off
            {deploymentNamespace: away, kubeconfigSecretName: s, kubeconfigSecretKey: k, kubeconfigSecretNamespace: b} | true | true | none
            {deploymentNamespace: away, kubeconfigSecretName: s, kubeconfigSecretKey: k, kubeconfigSecretNamespace: ns} | true | false | none
            """)
    void whatForbidsItIsTold(String reference, boolean references, boolean across, @Nullable String says) {
        ExternalTenant found = tenant(reference.replace("''", "\"\""), "", new ExternalGates(references, across))
                .orElseThrow();

        assertThat(String.valueOf(found.problem())).contains(says == null ? "null" : says);
    }

    @Test
    void itStaysWhereItWasMade() {
        String other = REFERENCE.replace("away", "elsewhere");
        ExternalTenant changed = tenant(other, recorded(OWN), ON).orElseThrow();
        ExternalTenant removed = tenant(null, recorded(OWN), ON).orElseThrow();

        assertThat(changed.namespace()).isEqualTo("away");
        assertThat(changed.problem())
                .contains("deploymentNamespace is elsewhere")
                .contains("set it back");
        assertThat(removed.problem()).contains("put the reference back");
    }

    @Test
    void anotherSecretDoesWhereItLeadsToTheSameCluster() {
        ExternalTenant renamed =
                tenant(REFERENCE.replace(": s,", ": t,"), recorded(OWN), ON).orElseThrow();

        assertThat(renamed.problem()).isNull();
        assertThat(renamed.isConfirmed()).isFalse();
        assertThat(renamed.absence()).contains("was made through key k of Secret ns/s");
        assertThat(tenant(REFERENCE, recorded(OWN), ON).orElseThrow().absence()).isNull();
    }

    @ParameterizedTest(name = "written down {0}, seen {1}, Secret {2}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none | none | s | none
            none | c1   | s | none
            c1   | none | s | none
            c1   | c1   | s | none
            c1   | c1   | t | none
            c1   | c2   | s | that is another cluster than the one it was made on
            c1   | c2   | t | that is another cluster than the one it was made on
            c1   | none | t | was made through key k of Secret ns/s
            none | c1   | t | was made through key k of Secret ns/s
            """)
    void whereItIsAbsentItIsMadeAnewOnlyOnTheClusterItWasMadeOn(
            @Nullable String recorded, @Nullable String seen, String secret, @Nullable String says) {
        TenantRecord record = new TenantRecord(new RemoteCluster("ns", "s", "k"), "away", "kcp-old", "u1", recorded);
        ExternalTenant found = tenant(REFERENCE.replace(": s,", ": " + secret + ","), recorded(record), ON)
                .orElseThrow()
                .seenOn(seen);

        assertThat(String.valueOf(found.absence())).contains(says == null ? "null" : says);
        assertThat(found.wanted().clusterUid()).isEqualTo(recorded == null ? seen : recorded);
        assertThat(found.asksWho(true)).isEqualTo(recorded == null);
    }

    @Test
    void aDeletionNeedsNoReferenceAndNoGate() {
        ExternalTenant removed = tenant(null, DELETED + "\n" + ECR + "\n" + recorded(OWN), ExternalGates.OFF)
                .orElseThrow();

        assertThat(removed.problem()).isNull();
        assertThat(removed.cluster()).isEqualTo(OWN.cluster());
    }

    @Test
    void aDeletionOfOneOfTheExistingProviderAsksForTheReferenceThatIsGone() {
        ExternalTenant lost = tenant(null, DELETED + "\n" + ECR, ON).orElseThrow();

        assertThat(lost.cluster()).isNull();
        assertThat(lost.problem()).contains("kcp-u1").contains("put the reference back");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            made by the existing provider       | none | none      | none                    | false
            made by us                          | none | ns/cp/u1  | none                    | false
            ours, its annotation taken off      | u1   | none      | none                    | false
            of another one                      | none | ns/b/u9   | KamajiControlPlane ns/b | false
            left by a move                      | u0   | none      | nobody                  | true
            of the one before a restore         | u0   | ns/cp/u0  | an earlier              | true
            restored, but of one of another name | u0  | ns/b/u9   | KamajiControlPlane ns/b | false
            taken by one that was restored      | u1   | ns/cp/u2  | KamajiControlPlane ns/cp (UID u2) | false
            """)
    void itBelongsToWhoMadeItOrWhoCarriesItOn(
            String what, @Nullable String writtenBy, @Nullable String owner, @Nullable String foreign, boolean adopts) {
        String record = writtenBy == null ? "" : recorded(by(OWN, writtenBy));
        ExternalTenant expected = tenant(REFERENCE, record, ON).orElseThrow();
        HasMetadata live = new SecretBuilder()
                .withNewMetadata()
                .withAnnotations(owner == null ? null : Map.of("controlplane.kamaji.clastix.io/owner", owner))
                .endMetadata()
                .build();

        String said = expected.foreign(live);

        assertThat(String.valueOf(said)).as(what).startsWith(foreign == null ? "null" : foreign);
        assertThat(said != null && expected.isAdoptable(live)).as(what).isEqualTo(adopts);
    }

    private static TenantRecord by(TenantRecord record, String uid) {
        return new TenantRecord(record.cluster(), record.namespace(), record.name(), uid, record.clusterUid());
    }

    private static String recorded(TenantRecord record) {
        return "annotations: {controlplane.kamaji.clastix.io/external-tenant: '" + record.text("ns") + "'}";
    }

    private static Optional<ExternalTenant> tenant(@Nullable String reference, String metadata, ExternalGates gates) {
        String deployment = reference == null ? "{}" : "{externalClusterReference: " + reference + "}";
        return ExternalTenant.of(
                Serialization.unmarshal(
                        """
                        apiVersion: controlplane.cluster.x-k8s.io/v1alpha2
                        kind: KamajiControlPlane
                        metadata:
                          name: cp
                          namespace: ns
                          uid: u1
                        %s
                        spec: {version: v1.33.1, deployment: %s}
                        """.formatted(metadata.indent(2).stripTrailing(), deployment), GenericKubernetesResource.class),
                gates);
    }
}
