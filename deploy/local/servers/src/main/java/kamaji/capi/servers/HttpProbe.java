// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.function.BooleanSupplier;

/** True when a plain HTTP address of this machine answers 200; asks directly, whatever proxy is set. */
record HttpProbe(String url) implements BooleanSupplier {

    @Override
    public boolean getAsBoolean() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
