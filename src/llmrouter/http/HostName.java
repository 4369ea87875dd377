package llmrouter.http;

/// The rule for the names of hosts that a client can call.
///
/// Java's HTTP client calls only hosts that `java.net.URI` takes: those of RFC 2396 §3.2.2, which is stricter than
/// what name servers and container networks allow. RFC 1035 §2.3.4 limits the lengths.
public final class HostName {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST = 253;

    private HostName() {}

    /// Why a host cannot be called.
    ///
    /// @param what a clause whose subject is the host, without a period
    /// @param fix  a clause without a period
    public record HostProblem(String what, String fix) {}

    /// What is wrong with a name or an IPv4 address; null if it can be called.
    ///
    /// @param host ASCII, without port; not an IPv6 address
    public static HostProblem problem(String host) {
        boolean rooted = host.endsWith(".");
        String name = rooted ? host.substring(0, host.length() - 1) : host;
        if (!rooted && isIpv4(name)) return null;
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i < name.length() && name.charAt(i) != '.') continue;
            HostProblem problem = ofLabel(name.substring(from, i));
            if (problem != null) return problem;
            if (i < name.length()) from = i + 1;
        }
        if (name.length() > LONGEST) return new HostProblem("is longer than 253 characters", "correct the host name");
        // a single label may be a number
        return from > 0 && isDigit(name.charAt(from)) ? endsInNumber(name) : null;
    }

    private static HostProblem ofLabel(String label) {
        if (label.isEmpty()) return new HostProblem("has a dot too many", "remove one of the dots");
        if (label.length() > LONGEST_LABEL) {
            return new HostProblem("has a part of more than 63 characters", "correct the host name");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c == '_') {
                return new HostProblem("has an underscore, and Java's HTTP client calls no such host",
                    "use the host's IP address, or give it another name, e.g. a network alias of the container");
            }
            if (isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-') continue;
            return new HostProblem("is not a host name", "correct the host name");
        }
        if (label.charAt(0) != '-' && label.charAt(label.length() - 1) != '-') return null;
        return new HostProblem("has a part that begins or ends with a hyphen, and Java's HTTP client calls no such "
            + "host", "use the host's IP address, or give it another name");
    }

    /// A name whose last part begins with a digit. What has only digits is meant as an IPv4 address.
    private static HostProblem endsInNumber(String name) {
        boolean digits = true;
        for (char c : name.toCharArray()) digits &= isDigit(c) || c == '.';
        if (digits) {
            return new HostProblem("is not an IPv4 address", "write four numbers from 0 to 255, as in 127.0.0.1");
        }
        return new HostProblem("ends in a part that begins with a digit, and Java's HTTP client calls no such host",
            "use the host's IP address, or give it another name");
    }

    private static boolean isIpv4(String text) {
        int numbers = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (isDigit(c)) {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) return false;
                continue;
            }
            if (c != '.' || value < 0) return false;
            numbers++;
            value = -1;
        }
        return numbers == 4;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// A host as it is looked up: an IPv6 address without the brackets that it has in a URL (RFC 3986 §3.2.2).
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
