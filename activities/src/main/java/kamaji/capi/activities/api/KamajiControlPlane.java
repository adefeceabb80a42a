// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A hosted Kubernetes control plane as its owner asks for it, read and written at the stored version.
 * Spec and status are {@code null} in an object that was built here and not read from a server.
 */
@Group(KamajiControlPlane.GROUP)
@Version(KamajiControlPlane.VERSION)
@Kind(KamajiControlPlane.KIND)
@Singular("kamajicontrolplane")
@Plural(KamajiControlPlane.PLURAL)
@ShortNames("ktcp")
public class KamajiControlPlane extends CustomResource<KamajiControlPlaneSpec, KamajiControlPlaneStatus>
        implements Namespaced {
    public static final String GROUP = "controlplane.cluster.x-k8s.io";
    public static final String VERSION = "v1alpha2";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "KamajiControlPlane";
    public static final String PLURAL = "kamajicontrolplanes";

    // The superclass would call a constructor without arguments, which records do not have.
    @Override
    @SuppressWarnings("NullAway") // fabric8 takes null for "not set"
    protected KamajiControlPlaneSpec initSpec() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // fabric8 takes null for "not set"
    protected KamajiControlPlaneStatus initStatus() {
        return null;
    }
}
