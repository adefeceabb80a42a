// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRequestTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            GET,    /apis/kamaji.clastix.io/v1alpha1/tenantcontrolplanes?limit=5,                   list tenantcontrolplanes,          -,  -,   false
            GET,    /apis/kamaji.clastix.io/v1alpha1/tenantcontrolplanes?a=b&watch=true,            watch tenantcontrolplanes,         -,  -,   false
            GET,    /apis/kamaji.clastix.io/v1alpha1/namespaces/n1/tenantcontrolplanes/c1,          get tenantcontrolplanes,           n1, c1,  false
            PATCH,  /apis/kamaji.clastix.io/v1alpha1/namespaces/n1/tenantcontrolplanes/c1?force=true, patch tenantcontrolplanes,       n1, c1,  true
            PATCH,  /apis/kamaji.clastix.io/v1alpha1/namespaces/n1/tenantcontrolplanes/c1?dryRun=All, patch tenantcontrolplanes,       n1, c1,  false
            PATCH,  /apis/kamaji.clastix.io/v1alpha1/namespaces/n1/tenantcontrolplanes/c1/status,   patch tenantcontrolplanes/status,  n1, c1,  true
            POST,   /api/v1/namespaces/n1/secrets,                                                  create secrets,                    n1, -,   true
            POST,   /api/v1/namespaces/n1/events,                                                   create events,                     n1, -,   false
            PUT,    /apis/coordination.k8s.io/v1/namespaces/n1/leases/l1,                           update leases,                     n1, l1,  false
            DELETE, /api/v1/namespaces/n1/secrets/s1,                                               delete secrets,                    n1, s1,  true
            DELETE, /api/v1/namespaces/n1/secrets,                                                  deletecollection secrets,          n1, -,   true
            GET,    /api/v1/namespaces/n1,                                                          get namespaces,                    -,  n1,  false
            GET,    /version,                                                                       'get ',                            -,  -,   false
            """)
    void isNamedAsInTheAuditLog(
            String method, String target, String kind, String namespace, String name, boolean write) {
        ApiRequest request = ApiRequest.of(method, target);

        assertThat(request.kind()).isEqualTo(kind);
        assertThat(request.namespace()).isEqualTo(namespace == null ? "" : namespace);
        assertThat(request.name()).isEqualTo(name == null ? "" : name);
        assertThat(request.isWrite()).isEqualTo(write);
    }
}
