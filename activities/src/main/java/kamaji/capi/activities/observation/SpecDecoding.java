// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.observation;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.stream.Collectors;
import kamaji.capi.activities.api.KamajiControlPlane;
import kamaji.capi.activities.api.KamajiControlPlaneSpec;
import kamaji.capi.activities.tenantcontrolplane.InvalidSpecException;

/** Reads the spec of a KamajiControlPlane into our types. */
final class SpecDecoding {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecDecoding() {}

    /**
     * The control plane with metadata and spec, without status.
     *
     * @throws InvalidSpecException when a field holds something else than our types know, as an old CRD lets pass
     */
    static KamajiControlPlane decode(GenericKubernetesResource controlPlane) {
        Object spec = controlPlane.getAdditionalProperties().get("spec");
        if (spec == null) {
            throw new InvalidSpecException("spec", "is missing; set at least spec.version");
        }
        try {
            KamajiControlPlane decoded = new KamajiControlPlane();
            decoded.setMetadata(controlPlane.getMetadata());
            decoded.setSpec(JSON.convertValue(spec, KamajiControlPlaneSpec.class));
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException(
                    path(e),
                    "has a value of another form than expected; correct it, or apply the CRDs of this release");
        }
    }

    private static String path(IllegalArgumentException e) {
        if (!(e.getCause() instanceof JsonMappingException mapping)) {
            return "spec";
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("", "spec", ""));
    }
}
