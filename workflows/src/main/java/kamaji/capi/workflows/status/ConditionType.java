// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.status;

/** The condition types of a KamajiControlPlane. The first ten and Paused are those of the existing provider. */
public enum ConditionType {
    FOUND_EXTERNAL_REFERENCE_CLIENT("FoundExternalReferenceClient"),
    TENANT_CONTROL_PLANE_CREATED("TenantControlPlaneCreated"),
    TENANT_CONTROL_PLANE_ADDRESS_READY("TenantControlPlaneAddressReady"),
    CONTROL_PLANE_ENDPOINT_PATCHED("ControlPlaneEndpointPatched"),
    INFRASTRUCTURE_CLUSTER_PATCHED("InfrastructureClusterPatched"),
    INITIALIZED("KamajiControlPlaneIsInitialized"),
    KUBEADM_RESOURCES_CREATED("KubeadmResourcesCreated"),
    READY("KamajiControlPlaneIsReady"),
    AVAILABLE("Available"),
    PAUSED("Paused"),
    DATA_STORE_READY("DataStoreReady"),
    CERTIFICATES_AVAILABLE("CertificatesAvailable"),
    ACCESS_VERIFIED("AccessVerified"),
    ROLLING_OUT("RollingOut"),
    SCALING_UP("ScalingUp"),
    SCALING_DOWN("ScalingDown"),
    DELETING("Deleting"),
    /** Only while there are some. */
    CORRECTIONS_PENDING("CorrectionsPending"),
    /** Only while there are fields that are not. */
    FIELDS_APPLIED("FieldsApplied");

    private final String text;

    ConditionType(String text) {
        this.text = text;
    }

    /** The type as it stands in the API. */
    public String text() {
        return text;
    }
}
