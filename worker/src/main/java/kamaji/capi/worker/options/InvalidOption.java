// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.options;

/** A value that cannot be meant. The message names the flag, what is wrong with it and what to write instead. */
public final class InvalidOption extends IllegalArgumentException {
    private final String flag;

    InvalidOption(String flag, String problem) {
        super(flag + " " + problem);
        this.flag = flag;
    }

    public String flag() {
        return flag;
    }
}
