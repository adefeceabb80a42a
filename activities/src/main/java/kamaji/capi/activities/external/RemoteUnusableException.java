// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.external;

/** There is no connection to another cluster. Has no cause, which might quote a kubeconfig. */
public final class RemoteUnusableException extends Exception {
    private final transient RemoteProblem problem;

    public RemoteUnusableException(RemoteProblem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    public RemoteProblem problem() {
        return problem;
    }
}
