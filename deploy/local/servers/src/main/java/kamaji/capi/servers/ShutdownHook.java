// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** Work to do when the JVM ends, unless {@link #remove} came first. */
public final class ShutdownHook {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /** Runs work on a thread of this name when the JVM ends. */
    public static ShutdownHook add(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        Runtime.getRuntime().addShutdownHook(thread);
        return new ShutdownHook(thread);
    }

    /** Does nothing when the JVM ends. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run, and everything it does may be done twice.
            return;
        }
    }
}
