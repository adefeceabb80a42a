// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import kamaji.capi.worker.exit.ExitCode;
import kamaji.capi.worker.exit.StartFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one message why the process ends; a stack trace only for what nobody foresaw. */
final class FailureReport implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof StartFailure known) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + known.getMessage());
            command.getErr().flush();
            return known.code().number();
        }
        failure.printStackTrace(command.getErr());
        command.getErr().flush();
        return ExitCode.UNEXPECTED.number();
    }
}
