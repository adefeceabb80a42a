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

/** What a ClusterClass makes control planes from; Cluster API instantiates it, the provider only defines it. */
@Group(KamajiControlPlane.GROUP)
@Version(KamajiControlPlane.VERSION)
@Kind(KamajiControlPlaneTemplate.KIND)
@Singular("kamajicontrolplanetemplate")
@Plural(KamajiControlPlaneTemplate.PLURAL)
@ShortNames("ktcpt")
public class KamajiControlPlaneTemplate extends CustomResource<KamajiControlPlaneTemplateSpec, Void>
        implements Namespaced {
    public static final String KIND = "KamajiControlPlaneTemplate";
    public static final String PLURAL = "kamajicontrolplanetemplates";

    // The superclass would call a constructor without arguments, which records do not have.
    @Override
    @SuppressWarnings("NullAway") // fabric8 takes null for "not set"
    protected KamajiControlPlaneTemplateSpec initSpec() {
        return null;
    }
}
