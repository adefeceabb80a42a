// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.local.kamaji;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, counted as numbers. */
record Cidr(BigInteger network, int prefix, int bits) {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

    static Optional<Cidr> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        return address(parts[0]).map(bytes -> {
            int bits = bytes.length * 8;
            int prefix = Math.min(Integer.parseInt(parts[1]), bits);
            BigInteger number = new BigInteger(1, bytes);
            return new Cidr(number.shiftRight(bits - prefix).shiftLeft(bits - prefix), prefix, bits);
        });
    }

    /** The bytes of an IP address; empty for anything else. Never asks a name server. */
    static Optional<byte[]> address(String text) {
        boolean literal = LITERAL.matcher(text).matches() && (text.contains(":") || text.contains("."));
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(String address) {
        return address(address)
                .filter(bytes -> bytes.length * 8 == bits)
                .map(bytes -> new BigInteger(1, bytes).shiftRight(bits - prefix))
                .filter(network.shiftRight(bits - prefix)::equals)
                .isPresent();
    }

    /** Where Kamaji puts the DNS service: ten (IPv4) or sixteen (IPv6) addresses after the first. */
    String dnsAddress() {
        BigInteger number = network.add(BigInteger.valueOf(bits == 32 ? 10 : 16));
        byte[] bytes = new byte[bits / 8];
        byte[] raw = number.toByteArray();
        int length = Math.min(raw.length, bytes.length);
        System.arraycopy(raw, raw.length - length, bytes, bytes.length - length, length);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bits + " bits", e);
        }
    }
}
