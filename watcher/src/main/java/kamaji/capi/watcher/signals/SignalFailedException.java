// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

/** A signal was not accepted. The message says why in one line. */
public final class SignalFailedException extends Exception {
    public SignalFailedException(String message) {
        super(message);
    }
}
