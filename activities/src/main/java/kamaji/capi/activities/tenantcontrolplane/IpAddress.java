// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.activities.tenantcontrolplane;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells IP addresses and CIDR blocks from other text. Never asks a name server. */
final class IpAddress {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6_LETTERS = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern CIDR = Pattern.compile("(?<address>[^/]+)/(?<bits>0|[1-9]\\d{0,2})");

    private IpAddress() {}

    static boolean isAddress(String text) {
        return V4.matcher(text).matches() || isV6(text);
    }

    static boolean isCidr(String text) {
        Matcher matcher = CIDR.matcher(text);
        if (!matcher.matches() || !isAddress(matcher.group("address"))) {
            return false;
        }
        int longest = matcher.group("address").indexOf(':') < 0 ? 32 : 128;
        return Integer.parseInt(matcher.group("bits")) <= longest;
    }

    /** Whether an address lies in a block; both have to be right. Never across IP families. */
    static boolean contains(String cidr, String address) {
        int slash = cidr.indexOf('/');
        byte[] block = bytes(cidr.substring(0, slash));
        byte[] inside = bytes(address);
        if (block.length != inside.length) {
            return false;
        }
        int hostBits = 8 * block.length - Integer.parseInt(cidr.substring(slash + 1));
        return new BigInteger(1, block).shiftRight(hostBits).equals(new BigInteger(1, inside).shiftRight(hostBits));
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no IP address: " + address, e);
        }
    }

    private static boolean isV6(String text) {
        if (!V6_LETTERS.matcher(text).matches()) {
            return false;
        }
        try {
            // Text with a colon is parsed or refused, never looked up.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
