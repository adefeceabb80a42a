// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kamaji refuses is told with the field that the user wrote. */
class KamajiRefusalsTest {
    private static final String DENIED = "admission webhook \"v.kb.io\" denied the request: ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            the version is greater than the supported one | spec.version: this Kamaji does not support so new a version; set an older one, or upgrade Kamaji
            unable to downgrade a TenantControlPlane | spec.version: Kamaji never goes back to an earlier minor version; set the former one
            upgrade in a non-sequential mode | spec.version: Kamaji takes one minor version after the other; set the next one
            other DataStore does not exist | spec.dataStoreName or spec.dataStoreOverrides: names a DataStore that does not exist; create it
            duplicate resource override | spec.dataStoreOverrides: names a resource twice; keep one entry
            IP is not contained in any configured service CIDR | spec.network.dnsServiceIPs or spec.addons.coreDNS.dnsServiceIPs: an address is outside of the service CIDR
            the Gateway API is not available | spec.network.gateway: the management cluster does not serve the Gateway API; install it
            no TLSRoute of the Gateway API | spec.network.gateway: the management cluster does not serve TLSRoutes
            something new | TenantControlPlane refused by admission webhook v.kb.io: something new
            """)
    void aDenialNamesFieldAndCureAndKeepsWhatWasSaid(String denial, String message) {
        StepFailure failure = ApiErrors.of(answer(403, DENIED + denial), "TenantControlPlane");

        assertThat(failure.message()).startsWith(message).contains("v.kb.io: " + denial);
    }

    @Test
    void aDenialOfAnotherKindStaysAsItIs() {
        assertThat(ApiErrors.of(answer(403, DENIED + "unable to downgrade"), "Thing")
                        .message())
                .isEqualTo("Thing refused by admission webhook v.kb.io: unable to downgrade");
    }

    @ParameterizedTest
    @CsvSource({
        "spec.kubernetes.version, spec.version",
        "spec.kubernetes.kubelet.cgroupfs, spec.kubelet.cgroupfs",
        "spec.kubernetes.admissionControllers[1], spec.admissionControllers[1]",
        "spec.dataStore, spec.dataStoreName",
        "spec.dataStoreSchema, spec.dataStoreSchema",
        "spec.networkProfile.address, spec.network.serviceAddress",
        "spec.networkProfile.advertiseAddress, spec.network.advertiseAddress",
        "spec.networkProfile.certSANs[0], spec.network.certSANs[0]",
        "spec.networkProfile.port, Cluster spec.clusterNetwork.apiServerPort",
        "spec.networkProfile.serviceCidr, Cluster spec.clusterNetwork.services.cidrBlocks",
        "spec.networkProfile.podCidrs[1], Cluster spec.clusterNetwork.pods.cidrBlocks[1]",
        "spec.networkProfile.clusterDomain, Cluster spec.clusterNetwork.serviceDomain",
        "spec.networkProfile.loadBalancerClass, spec.network.loadBalancerConfig.loadBalancerClass",
        "spec.controlPlane.service.serviceType, spec.network.serviceType",
        "spec.controlPlane.service.additionalPorts[0].name, spec.network.additionalServicePorts[0].name",
        "spec.controlPlane.gateway.hostname, spec.network.gateway.hostname",
        "spec.controlPlane.deployment.replicas, spec.replicas",
        "spec.controlPlane.deployment.strategy, spec.deployment.strategy",
        "spec.addons.konnectivity, spec.addons.konnectivity",
    })
    void aRefusalByTheSchemaNamesTheFieldThatTheUserWrote(String cause, String field) {
        Status status = new StatusBuilder()
                .withCode(422)
                .withMessage("invalid")
                .withNewDetails()
                .addNewCause(cause, "Invalid value: \"x\": is wrong", "FieldValueInvalid")
                .endDetails()
                .build();

        assertThat(ApiErrors.of(new KubernetesClientException(status), "TenantControlPlane")
                        .message())
                .isEqualTo("TenantControlPlane refused by its schema (422): " + field + ": is wrong");
    }

    private static KubernetesClientException answer(int code, String message) {
        return new KubernetesClientException(
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
