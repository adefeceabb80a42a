// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kamaji.capi.watcher.signals.SearchAttributeKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the search attributes of our workflows. A start that names one the server does not know fails, so without
 * all of them none is used; nothing but searching depends on them.
 */
final class SearchAttributeRegistration {
    /** All keywords: the name of what is looked after, where it is and what it runs. */
    static final List<String> NAMES =
            SearchAttributeKeys.ALL.stream().map(SearchAttributeKey::getName).toList();

    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);
    private static final IndexedValueType KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
    private static final int TRIES = 60;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final OperatorServiceStubs operator;
    private final WorkflowServiceStubs workflows;
    private final String namespace;

    SearchAttributeRegistration(OperatorServiceStubs operator, WorkflowServiceStubs workflows, String namespace) {
        this.operator = operator;
        this.workflows = workflows;
        this.namespace = namespace;
    }

    /** True when all are registered and known to the server that starts workflows. */
    boolean register(EndOfProcess end) {
        List<String> missing = NAMES;
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                missing = missing();
                if (!missing.isEmpty()) {
                    add(missing);
                }
                if (isSearchable()) {
                    return true;
                }
            } catch (StatusRuntimeException failure) {
                if (!TemporalConnection.isAway(failure)) {
                    sayHowTo(missing, failure.getStatus());
                    return false;
                }
            }
            if (end.within(BETWEEN_TRIES)) {
                return false;
            }
        }
        LOG.warn(
                "temporal does not take up the search attributes, running without them; if it lacks them, let someone run"
                        + " this, then restart:\n{}",
                commands(namespace, NAMES));
        return false;
    }

    private List<String> missing() {
        Map<String, IndexedValueType> known = operator.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesMap();
        List<String> missing = new ArrayList<>();
        for (String name : NAMES) {
            IndexedValueType type = known.get(name);
            if (type == null) {
                missing.add(name);
            } else if (type != KEYWORD) {
                throw new StatusRuntimeException(Status.FAILED_PRECONDITION.withDescription(
                        name + " exists with another type than Keyword; rename that one first"));
            }
        }
        return missing;
    }

    private void add(List<String> names) {
        AddSearchAttributesRequest.Builder request =
                AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
        names.forEach(name -> request.putSearchAttributes(name, KEYWORD));
        try {
            operator.blockingStub().addSearchAttributes(request.build());
            LOG.info("temporal search attributes registered names={}", names);
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw failure;
            }
        }
    }

    /** The frontend learns of new attributes some seconds after they were added; until then a start would fail. */
    private boolean isSearchable() {
        String query = NAMES.stream().map(name -> name + " = 'none'").collect(Collectors.joining(" AND "));
        try {
            workflows
                    .blockingStub()
                    .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                            .setNamespace(namespace)
                            .setQuery(query)
                            .build());
            return true;
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                return false;
            }
            throw failure;
        }
    }

    private void sayHowTo(List<String> missing, Status status) {
        LOG.warn(
                "temporal search attributes cannot be registered, running without them reason={} detail=\"{}\"; let"
                        + " someone who may run this, then restart:\n{}",
                status.getCode(),
                status.getDescription(),
                commands(namespace, missing));
    }

    static String commands(String namespace, List<String> names) {
        return names.stream()
                .map(name -> "  temporal operator search-attribute create --namespace " + namespace + " --name " + name
                        + " --type Keyword")
                .collect(Collectors.joining("\n"));
    }
}
