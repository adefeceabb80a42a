// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import kamaji.capi.local.simulation.Kind;

/** The names that Kamaji is known by. */
final class Kamaji {
    static final String GROUP = "kamaji.clastix.io";
    static final Kind TENANT = new Kind(GROUP, "v1alpha1", "TenantControlPlane", "tenantcontrolplanes", true);
    static final Kind DATA_STORE = new Kind(GROUP, "v1alpha1", "DataStore", "datastores", false);
    static final String FIELD_MANAGER = "kamaji";
    static final String FINALIZER = "finalizer.kamaji.clastix.io";
    static final String SOOT_FINALIZER = "finalizer.kamaji.clastix.io/soot";
    static final String STORE_SECRET_FINALIZER = "finalizer.kamaji.clastix.io/datastore-secret";
    static final String STORE_FINALIZER = "kamaji.clastix.io/TenantControlPlane";
    static final String PAUSED = "kamaji.clastix.io/paused";
    static final String ROTATE = "certs.kamaji.clastix.io/rotate";
    static final String CHECKSUM = "kamaji.clastix.io/checksum";
    static final String PROJECT_LABEL = "kamaji.clastix.io/project";
    static final String NAME_LABEL = "kamaji.clastix.io/name";
    static final String COMPONENT_LABEL = "kamaji.clastix.io/component";
    static final String LIFECYCLE_LABEL = "kamaji.clastix.io/certificate_lifecycle_controller";

    private Kamaji() {}
}
