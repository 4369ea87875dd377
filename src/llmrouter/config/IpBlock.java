package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Letters;

/// A block of IP addresses: `192.168.1.7`, `10.0.0.0/8`, `fd00::/8`. IPv4-mapped IPv6 addresses are the IPv4 addresses
/// they carry.
///
/// @param bytes  4 or 16 of them, each 0–255
/// @param prefix how many leading bits count
public record IpBlock(List<Integer> bytes, int prefix) {

    /// The block that a text means, or null. Octal, short and zoned spellings are refused, because programs read them
    /// differently.
    public static IpBlock parse(String text) {
        int slash = text.indexOf('/');
        List<Integer> written = address(slash < 0 ? text : text.substring(0, slash));
        if (written == null) return null;
        int prefix = slash < 0 ? written.size() * 8 : decimal(text.substring(slash + 1), 128);
        if (prefix < 0 || prefix > written.size() * 8) return null;
        List<Integer> bytes = unmapped(written);
        if (bytes.size() < written.size()) prefix = Math.max(0, prefix - 96);
        return new IpBlock(bytes, prefix);
    }

    /// Whether an address, written as for [#parse] without a prefix, lies in this block.
    public boolean contains(String address) {
        List<Integer> written = address(address);
        if (written == null) return false;
        List<Integer> other = unmapped(written);
        if (other.size() != bytes.size()) return false;
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xFF : 0xFF << 8 - (prefix - bit) & 0xFF;
            if (((bytes.get(bit / 8) ^ other.get(bit / 8)) & mask) != 0) return false;
        }
        return true;
    }

    private static List<Integer> unmapped(List<Integer> bytes) {
        if (bytes.size() == 4) return bytes;
        for (int i = 0; i < 10; i++) {
            if (bytes.get(i) != 0) return bytes;
        }
        return bytes.get(10) == 0xFF && bytes.get(11) == 0xFF ? bytes.subList(12, 16) : bytes;
    }

    private static List<Integer> address(String text) {
        return text.indexOf(':') < 0 ? four(text) : six(text);
    }

    private static List<Integer> four(String text) {
        var bytes = new ArrayList<Integer>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '.') continue;
            int value = decimal(text.substring(from, i), 255);
            if (value < 0) return null;
            bytes.add(value);
            from = i + 1;
        }
        return bytes.size() == 4 ? bytes : null;
    }

    private static List<Integer> six(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> all = groups(text);
            return all != null && all.size() == 16 ? all : null;
        }
        List<Integer> head = groups(text.substring(0, gap));
        List<Integer> tail = groups(text.substring(gap + 2));
        if (head == null || tail == null || head.size() + tail.size() > 14) return null;
        var all = new ArrayList<>(head);
        while (all.size() < 16 - tail.size()) all.add(0);
        all.addAll(tail);
        return all;
    }

    private static List<Integer> groups(String text) {
        var bytes = new ArrayList<Integer>();
        if (text.isEmpty()) return bytes;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ':') continue;
            String group = text.substring(from, i);
            List<Integer> more = i == text.length() && group.indexOf('.') >= 0 ? four(group) : hex(group);
            if (more == null) return null;
            bytes.addAll(more);
            from = i + 1;
        }
        return bytes;
    }

    private static List<Integer> hex(String group) {
        if (group.isEmpty() || group.length() > 4) return null;
        int value = 0;
        for (char c : group.toCharArray()) {
            int digit = Letters.digit(c, 16);
            if (digit < 0) return null;
            value = value << 4 | digit;
        }
        return List.of(value >> 8, value & 0xFF);
    }

    private static int decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') return -1;
        int value = 0;
        for (char c : text.toCharArray()) {
            if (!Ids.isDigit(c)) return -1;
            value = value * 10 + (c - '0');
        }
        return value > max ? -1 : value;
    }
}
