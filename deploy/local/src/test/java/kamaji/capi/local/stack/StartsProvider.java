// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that starts a provider, tells its process id and waits to be ended. */
final class StartsProvider {
    private StartsProvider() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ProviderProcess provider = ProviderProcess.start(
                folder.resolve("launcher"), folder, "nowhere:7233", folder.resolve("log"), Map.of(), List.of());
        System.out.println(provider.pid());
        System.out.flush();
        int unused = System.in.read();
    }
}
