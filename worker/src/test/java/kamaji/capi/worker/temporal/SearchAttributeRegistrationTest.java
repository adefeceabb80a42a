// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.uber.m3.tally.NoopScope;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceImplBase;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchAttributeRegistrationTest {
    private static final IndexedValueType KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
    private static final EndOfProcess NEVER_ENDS = time -> false;

    private final FakeTemporal temporal = new FakeTemporal();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void serve() throws Exception {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(temporal.operator)
                .addService(temporal.frontend)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private boolean register(EndOfProcess end) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(channel)
                .setMetricsScope(new NoopScope())
                .validateAndBuildWithDefaults());
        WorkflowServiceStubs workflows = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
        return new SearchAttributeRegistration(operator, workflows, "prod").register(end);
    }

    @Test
    void missingOnesAreAdded() {
        temporal.known.put("KcpName", KEYWORD);

        assertThat(register(NEVER_ENDS)).isTrue();
        assertThat(temporal.known).containsOnlyKeys(SearchAttributeRegistration.NAMES);
        assertThat(temporal.additions).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenWhenAllAreThere() {
        SearchAttributeRegistration.NAMES.forEach(name -> temporal.known.put(name, KEYWORD));

        assertThat(register(NEVER_ENDS)).isTrue();
        assertThat(temporal.additions).isZero();
    }

    @Test
    void waitsUntilTheFrontendKnowsThem() {
        temporal.countsBeforeKnown = 3;

        assertThat(register(NEVER_ENDS)).isTrue();
        assertThat(temporal.countsBeforeKnown).isZero();
    }

    @Test
    void goesWithoutThemWhenItMayNotAdd() {
        temporal.additionAnswer = Status.PERMISSION_DENIED;

        assertThat(register(NEVER_ENDS)).isFalse();
    }

    @Test
    void goesWithoutThemWhenOneHasAnotherType() {
        temporal.known.put("KcpName", IndexedValueType.INDEXED_VALUE_TYPE_INT);

        assertThat(register(NEVER_ENDS)).isFalse();
        assertThat(temporal.additions).isZero();
    }

    @Test
    void endsWithTheProcess() {
        temporal.countsBeforeKnown = Integer.MAX_VALUE;

        assertThat(register(time -> true)).isFalse();
    }

    @Test
    void commandsCanBeCopied() {
        assertThat(SearchAttributeRegistration.commands("prod", List.of("KcpName", "KcpCluster")))
                .isEqualTo(
                        "  temporal operator search-attribute create --namespace prod --name KcpName --type Keyword\n"
                                + "  temporal operator search-attribute create --namespace prod --name KcpCluster --type Keyword");
    }

    /** Knows, adds and searches attributes as the server does, or refuses. */
    private static final class FakeTemporal {
        private final Map<String, IndexedValueType> known = new ConcurrentHashMap<>();
        private Status additionAnswer = Status.OK;
        private int additions;
        private int countsBeforeKnown;

        private final OperatorServiceImplBase operator = new OperatorServiceImplBase() {
            @Override
            public void listSearchAttributes(
                    ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
                answer.onNext(ListSearchAttributesResponse.newBuilder()
                        .putAllCustomAttributes(known)
                        .build());
                answer.onCompleted();
            }

            @Override
            public void addSearchAttributes(
                    AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> answer) {
                if (!additionAnswer.isOk()) {
                    answer.onError(additionAnswer.asRuntimeException());
                    return;
                }
                additions++;
                known.putAll(request.getSearchAttributesMap());
                answer.onNext(AddSearchAttributesResponse.getDefaultInstance());
                answer.onCompleted();
            }
        };

        private final WorkflowServiceImplBase frontend = new WorkflowServiceImplBase() {
            @Override
            public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
                answer.onNext(GetSystemInfoResponse.getDefaultInstance());
                answer.onCompleted();
            }

            @Override
            public void countWorkflowExecutions(
                    CountWorkflowExecutionsRequest request, StreamObserver<CountWorkflowExecutionsResponse> answer) {
                if (countsBeforeKnown > 0) {
                    countsBeforeKnown--;
                    answer.onError(Status.INVALID_ARGUMENT.asRuntimeException());
                    return;
                }
                answer.onNext(CountWorkflowExecutionsResponse.getDefaultInstance());
                answer.onCompleted();
            }
        };
    }
}
