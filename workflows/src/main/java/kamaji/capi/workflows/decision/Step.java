// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

/** The steps of a cluster's life, under the names that the Temporal UI shows. */
public enum Step {
    OBSERVE("ObserveControlPlane"),
    CHECK_UPGRADE("CheckUpgrade"),
    APPLY_TENANT_CONTROL_PLANE("ApplyTenantControlPlane"),
    PUBLISH_ENDPOINT("PublishEndpoint"),
    ISSUE_CREDENTIALS("IssueCredentials"),
    VERIFY_ACCESS("VerifyAccess"),
    REPORT_STATUS("ReportStatus"),
    DELETE_TENANT_CONTROL_PLANE("DeleteTenantControlPlane"),
    RELEASE_CONTROL_PLANE("ReleaseControlPlane");

    private final String activity;

    Step(String activity) {
        this.activity = activity;
    }

    /** Name of the activity that does it. */
    public String activity() {
        return activity;
    }
}
