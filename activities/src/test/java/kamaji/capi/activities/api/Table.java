// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;

/** Control planes as kubectl shows them. */
record Table(List<String> columns, List<String> firstRow) {

    static Table of(KubernetesClient client, String version, String namespace) {
        URI uri = URI.create(client.getMasterUrl() + "apis/" + KamajiControlPlane.GROUP + "/" + version + "/namespaces/"
                + namespace + "/" + KamajiControlPlane.PLURAL);
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .build();
        return client.getHttpClient()
                .sendAsync(request, String.class)
                .thenApply(HttpResponse::body)
                .thenApply(Table::of)
                .join();
    }

    private static Table of(String body) {
        try {
            JsonNode table = new ObjectMapper().readTree(body);
            List<String> columns = StreamSupport.stream(
                            table.get("columnDefinitions").spliterator(), false)
                    .map(column -> column.get("name").asText())
                    .toList();
            List<String> cells = StreamSupport.stream(table.at("/rows/0/cells").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            return new Table(columns, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
