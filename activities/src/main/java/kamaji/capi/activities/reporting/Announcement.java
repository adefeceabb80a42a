// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.reporting;

/** What is told as an event beside the transitions of conditions, always as a warning. */
public enum Announcement {
    TENANT_CONTROL_PLANE_ADOPTED(
            "TenantControlPlaneAdopted",
            "Took over a TenantControlPlane whose former owner is gone, as after a move or a restore.",
            "Nothing, when you moved or restored; otherwise find out who deleted its KamajiControlPlane."),
    TENANT_CONTROL_PLANE_ORPHANED(
            "TenantControlPlaneOrphaned",
            "Left the TenantControlPlane without an owner, because the control plane was moved.",
            "Nothing: the provider at the other end takes it over."),
    FORCE_RELEASED(
            "ForceReleased",
            "Let go of the KamajiControlPlane before its TenantControlPlane was gone, as the annotation asked.",
            "Remove what Kamaji left behind in its data store, and the TenantControlPlane.");

    private final String reason;
    private final String meaning;
    private final String cure;

    Announcement(String reason, String meaning, String cure) {
        this.reason = reason;
        this.meaning = meaning;
        this.cure = cure;
    }

    /** Reason of the event. */
    public String reason() {
        return reason;
    }

    String meaning() {
        return meaning;
    }

    String cure() {
        return cure;
    }
}
