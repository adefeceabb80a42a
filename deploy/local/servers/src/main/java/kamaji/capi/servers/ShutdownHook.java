// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** Work to do when the JVM ends, unless {@link #remove} came first. */
final class ShutdownHook {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    static ShutdownHook add(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        Runtime.getRuntime().addShutdownHook(thread);
        return new ShutdownHook(thread);
    }

    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run, and everything it does may be done twice.
            return;
        }
    }
}
