// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import static kamaji.capi.workflows.decision.FactsExamples.settled;
import static kamaji.capi.workflows.decision.FactsExamples.tenantOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import kamaji.capi.workflows.facts.ClusterRef;
import kamaji.capi.workflows.facts.Credentials;
import kamaji.capi.workflows.facts.Credentials.State;
import kamaji.capi.workflows.facts.Facts;
import kamaji.capi.workflows.facts.TenantControlPlane;
import kamaji.capi.workflows.status.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about the Secrets, and that they depend on nothing else once the control plane is initialised. */
class CredentialConditionsTest {
    private static final ClusterRef REF = new ClusterRef("test", "demo", "kcp");
    private static final Credentials STALE = new Credentials(State.STALE, State.CURRENT);

    @Test
    void theExpiryOfTheKubeconfigIsSaidAndIsAFactOfTheDigest() {
        Facts facts = settled().with(new Credentials(State.CURRENT, State.CURRENT, "2027-01-31T10:00:00Z"));

        assertThat(condition(facts, "CertificatesAvailable").isTrue()).isTrue();
        assertThat(condition(facts, "CertificatesAvailable").message())
                .isEqualTo("the client certificate in the kubeconfig expires at 2027-01-31T10:00:00Z");
        assertThat(facts.digest()).isNotEqualTo(settled().digest());
        assertThat(condition(settled(), "CertificatesAvailable").message()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FOREIGN, CURRENT, Secret c1-kubeconfig is not",
        "CURRENT, FOREIGN, Secret c1-ca is not",
        "FOREIGN, FOREIGN, Secret c1-kubeconfig and Secret c1-ca is not",
    })
    void whatSomeoneElseMadeIsLeftAloneAndSaid(State kubeconfig, State authority, String said) {
        Facts facts = settled().with(new Credentials(kubeconfig, authority));

        assertThat(decide(facts).due()).isEmpty();
        assertThat(condition(facts, "KubeadmResourcesCreated").isTrue()).isTrue();
        assertThat(condition(facts, "KubeadmResourcesCreated").message())
                .startsWith(said)
                .contains("delete it");
    }

    @ParameterizedTest
    @CsvSource({
        "NotReady, true",
        "Unknown, true",
        "WriteLimited, true",
        "Migrating, true",
        "CertificateAuthorityRotating, true",
        "Upgrading, false",
        "Ready, false",
    })
    void secretsAreIssuedWhateverThePodsDo(String phase, boolean processed) {
        Facts facts = tenantOf(phase, "v1.33.1", 2, processed).with(STALE);

        assertThat(decide(facts).due()).containsExactly(Step.ISSUE_CREDENTIALS);
    }

    @Test
    void secretsOfATenantThatIsSomeoneElsesAreNotIssued() {
        TenantControlPlane tenant = Objects.requireNonNull(settled().tenant());
        Facts facts = settled().with(tenant.withOwner("Thing x", false)).with(STALE);

        assertThat(decide(facts).due()).isEmpty();
    }

    private static Decision decide(Facts facts) {
        return Decisions.decide(REF, facts, RunState.NONE);
    }

    private static Condition condition(Facts facts, String type) {
        return Objects.requireNonNull(decide(facts).report()).conditions().stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
