// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.ktcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class RedactionTest {
    @Test
    void whatMayBeSecretIsTakenOutAndEverythingElseStays() {
        GenericKubernetesResource store = Serialization.unmarshal("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: DataStore
                metadata:
                  name: gold
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"planted-1": 1}'
                    other: kept
                spec:
                  driver: PostgreSQL
                  endpoints: [db:5432]
                  basicAuth:
                    username: {content: planted-2}
                    password: {secretReference: {name: db, keyPath: password}}
                  tlsConfig: {clientCertificate: {privateKey: {content: planted-3}}}
                  sidecars: [{name: a, env: [{name: TOKEN, value: planted-4}]}]
                """, GenericKubernetesResource.class);

        String text = Serialization.asYaml(Redaction.of(store));

        assertThat(text).doesNotContain("planted");
        assertThat(text)
                .contains(
                        "kind: \"DataStore\"",
                        "db:5432",
                        "other: \"kept\"",
                        "keyPath: \"password\"",
                        "name: \"TOKEN\"");
    }
}
