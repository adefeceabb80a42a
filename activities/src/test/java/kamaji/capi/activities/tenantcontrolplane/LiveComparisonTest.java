// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveComparisonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: 1}                                       | {a: 1, b: 2}
            {a: {}}                                      | {a: {b: 1}}
            {port: 6443}                                 | {port: 6443.0}
            {resources: {api: {limits: {cpu: 1000m}}}}   | {resources: {api: {limits: {cpu: "1"}}}}
            {resources: {api: {requests: {cpu: "1"}}}}   | {resources: {api: {requests: {cpu: 1}}}}
            {resources: {api: {limits: {memory: 1024Mi}}}} | {resources: {api: {limits: {memory: 1Gi}}}}
            {additionalVolumes: [{emptyDir: {sizeLimit: 1000Mi}}]} | {additionalVolumes: [{emptyDir: {sizeLimit: 1048576000}}]}
            {additionalContainers: [{name: a, stdin: false}]} | {additionalContainers: [{name: a, resources: {}}]}
            {additionalContainers: [{env: [{name: A, value: ""}]}]} | {additionalContainers: [{env: [{name: A}]}]}
            {parentRefs: [{name: a}]}                    | {parentRefs: [{name: a, kind: Gateway}]}
            """)
    void theseStandAsIntended(String intent, String live) {
        assertThat(problems(intent, live)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: {b: 1}}                                | {a: {}}                      | a.b missing
            {a: {b: 1}}                                | {}                           | a missing
            {a: 1}                                     | {a: 2}                       | a differs
            {a: 1}                                     | {a: "1"}                     | a differs
            {a: {}}                                    | {a: 1}                       | a differs
            {a: false}                                 | {}                           | a missing
            {a: [1, 2]}                                | {a: [2, 1]}                  | a[0] differs, a[1] differs
            {a: [1]}                                   | {a: [1, 2]}                  | a differs
            {args: [1000m]}                            | {args: ["1"]}                | args[0] differs
            {additionalContainers: [{args: [1000m]}]}  | {additionalContainers: [{args: ["1"]}]} | additionalContainers[0].args[0] differs
            {resources: {api: {limits: {cpu: 1}}}}     | {resources: {api: {limits: {cpu: 2}}}} | resources.api.limits.cpu differs
            {resources: {api: {limits: {cpu: 1}}}}     | {resources: {api: {limits: {cpu: x}}}} | resources.api.limits.cpu differs
            {a: [{name: x, port: 1}]}                  | {a: [{name: x, port: 2}]}    | a[0].port differs
            """)
    void theseDoNot(String intent, String live, String expected) {
        assertThat(problems(intent, live)).containsExactlyInAnyOrder(expected.split(", "));
    }

    private static List<String> problems(String intent, String live) {
        LiveComparison comparison = LiveComparison.of(Samples.object(intent), Samples.object(live));
        List<String> problems = new ArrayList<>();
        comparison.missing().forEach(path -> problems.add(path + " missing"));
        comparison.different().forEach(path -> problems.add(path + " differs"));
        return problems;
    }
}
