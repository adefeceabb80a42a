// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads where the running Java has them; the code is compiled for Java 17, which does not. */
public record VirtualThreads(int javaVersion) {
    /** From here on a virtual thread inside a monitor no longer holds its carrier, which used to hang processes. */
    private static final int WITHOUT_PINNING = 24;

    public static VirtualThreads ofThisJava() {
        return new VirtualThreads(Runtime.version().feature());
    }

    /** Temporal's SDK avoids monitors around blocking calls, so it may use them as soon as there are any. */
    public boolean available() {
        return javaVersion >= 21;
    }

    /** A thread per task; empty where such threads do not exist or may be pinned. */
    public Optional<ExecutorService> executor() {
        if (javaVersion < WITHOUT_PINNING) {
            return Optional.empty();
        }
        try {
            return Optional.of((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException missing) {
            return Optional.empty();
        }
    }
}
