// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "kamaji-provider " + number(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    static String number() {
        Properties properties = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream("version.properties")) {
            if (resource == null) {
                throw new IllegalStateException("version.properties is not in the jar; build it with Maven");
            }
            properties.load(resource);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("version.properties cannot be read from the jar", unreadable);
        }
        return properties.getProperty("version", "unknown");
    }
}
