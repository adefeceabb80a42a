// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kamaji.capi.local.stack.Checkout;
import kamaji.capi.local.stack.StackOptions;
import kamaji.capi.local.ui.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person reads in the Temporal UI about real runs, and the pictures of it for the docs. They go to the folder that
 * the system property {@code pictures} names, as docs/pictures sets it.
 */
class TemporalUiIT {
    private static final Path PICTURES = Path.of(System.getProperty("pictures", "target/pictures"));
    /** As the button "Configure Columns" of the list keeps them. */
    private static final String COLUMNS = "localStorage.setItem('namespace-workflow-table-columns', JSON.stringify({"
            + "default: ['Status', 'Workflow ID', 'KcpPhase', 'KcpVersion', 'KcpDataStore', 'Start']"
            + ".map(label => ({label}))}))";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started before all
    private static Browser browser;

    @SuppressWarnings("NullAway.Init") // started before all
    private static Whole whole;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Browser.program();
        assumeThat(program)
                .as("Chromium is not on the PATH and CHROMIUM does not name it: the Temporal UI is not looked at")
                .isPresent();
        Files.createDirectories(PICTURES);
        whole = Whole.start(StackOptions.of(Whole.brisk())
                .withArguments("--instance=" + Whole.INSTANCE)
                .withUi());
        whole.stack.startProvider().awaitReady();
        whole.stack.apply(Checkout.here().sample());
        whole.awaitReady("demo", "hello");
        whole.awaitReady("demo", "virtual-control-plane");
        browser = Browser.start(program.orElseThrow(), folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (whole != null) {
            whole.close();
        }
    }

    private static WorkflowExecution newestRun(String name) {
        return whole.workflows.runs().stream()
                .map(WorkflowExecutionMetadata::getExecution)
                .filter(run -> run.getWorkflowId().equals(Whole.INSTANCE + "/demo/" + name))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static void picture(String name) throws IOException {
        browser.picture(PICTURES.resolve(name + ".png"));
        assertThat(PICTURES.resolve(name + ".png")).isNotEmptyFile();
    }

    @Test
    void theTimelineOfAProvisionNamesItsStepsAndItsWaits() throws IOException {
        browser.resize(1400, 1000);
        browser.open(whole.workflows.url(newestRun("hello")));
        browser.awaitText(
                "ObserveControlPlane",
                "ApplyTenantControlPlane",
                "Kamaji has not published an address yet",
                "PublishEndpoint",
                "the pods of the control plane are starting",
                "IssueCredentials",
                "VerifyAccess",
                "ReportStatus");
        assertThat(browser.text()).contains("Converged", "ControlPlaneLifecycle");
        picture("workflow");

        browser.open(whole.workflows.url(newestRun("hello")).replace("/timeline", "/user-metadata"));
        browser.awaitText("provision demo/hello v1.33.1", "kubectl describe kamajicontrolplane --namespace demo hello");
    }

    @Test
    void theListHasPhaseVersionAndDataStoreInColumns() throws IOException {
        browser.resize(1400, 560);
        browser.open(whole.workflows.listUrl());
        browser.awaitText(Whole.INSTANCE + "/demo/hello");
        browser.evaluate(COLUMNS);
        browser.open(whole.workflows.listUrl() + "?query=KcpPhase%3D%22provision%22");
        browser.awaitText("KcpPhase", "KcpVersion", "KcpDataStore", "virtual-control-plane");
        assertThat(browser.text().replaceAll("\\s+", " "))
                .contains(Whole.INSTANCE + "/demo/hello provision v1.33.1 default")
                .contains(Whole.INSTANCE + "/demo/virtual-control-plane provision v1.33.1 default");
        picture("workflows");
    }

    @Test
    void aStepThatIsTriedAgainShowsItsCauseAndTheCurrentDetailsSayWhatIsWaitedFor() throws IOException {
        whole.stack.kamaji().webhookReachable(false);
        try {
            whole.create("demo", "stuck");
            whole.awaitCondition("demo", "stuck", "TenantControlPlaneCreated", "False", "webhook");
            WorkflowExecution run = newestRun("stuck");

            browser.resize(1400, 900);
            browser.open(whole.workflows.url(run));
            browser.awaitText("ApplyTenantControlPlane", "webhook");
            picture("waiting");
            browser.open(whole.workflows.url(run).replace("/timeline", "/user-metadata"));
            browser.awaitText("provision demo/stuck", "InProgress", "Under way: ApplyTenantControlPlane");
            picture("details");
        } finally {
            whole.stack.kamaji().webhookReachable(true);
        }
        whole.awaitReady("demo", "stuck");
    }
}
