// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.workflows.decision;

import org.jspecify.annotations.Nullable;

/**
 * Where one branch of a cluster's life stands. Conditions and steps both come from it, so they cannot disagree.
 *
 * @param state see there
 * @param step the step that is due, null unless DUE
 * @param message what is waited for or wrong, and what to do; empty when done
 * @param failed whether the message tells of a failure rather than of a wait
 */
record Stage(State state, @Nullable Step step, String message, boolean failed) {
    /** Done. */
    static final Stage DONE = new Stage(State.DONE, null, "", false);

    enum State {
        /** Nothing to do. */
        DONE,
        /** A step can be taken now. */
        DUE,
        /** Someone else is expected to act without being asked. */
        WAITS,
        /** A person has to change something. */
        BLOCKS,
        /** An earlier stage has to be done first. */
        HELD_BACK
    }

    static Stage due(Step step, String message) {
        return new Stage(State.DUE, step, message, false);
    }

    static Stage waits(String message) {
        return new Stage(State.WAITS, null, message, false);
    }

    static Stage blocks(String message) {
        return new Stage(State.BLOCKS, null, message, true);
    }

    static Stage heldBack(String message) {
        return new Stage(State.HELD_BACK, null, message, false);
    }

    boolean done() {
        return state == State.DONE;
    }

    /**
     * The stage as it is after its step failed: refused steps block until the facts change, others stay due and tell why
     * they have not succeeded.
     */
    Stage after(RunState run, String factsDigest) {
        if (step == null) {
            return this;
        }
        return run.failure(step)
                .map(failure -> new Stage(
                        blocksNow(failure, factsDigest) ? State.BLOCKS : State.DUE, step, failure.message(), true))
                .orElse(this);
    }

    private static boolean blocksNow(Failure failure, String factsDigest) {
        return failure.kind() == Failure.Kind.WAIT_FOR_CHANGE
                && failure.factsDigest().equals(factsDigest);
    }
}
