package llmrouter.upstream;

import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.StringJoiner;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;

/// Why there is no connection, with the addresses that were tried, and whose fault it is. A machine without a network,
/// a name service that does not answer and a network that has no way to any of the addresses are faults of the network,
/// for which no provider is put on hold. A port that refuses is the provider's, and so is a machine that says nothing.
final class ConnectFailures {
    private static final String NO_HANDSHAKE = "the TLS handshake took too long";
    private static final String UNKNOWN = "unknown host";
    /// How getaddrinfo(3) says EAI_AGAIN: no server of the name service answered.
    private static final String NO_NAME_SERVICE = "emporary failure";
    /// ENETUNREACH of connect(2).
    private static final String NO_WAY = "etwork is unreachable";

    private ConnectFailures() {}

    /// @param tried the addresses of the host that failed, at least one, with the reason of each
    static CallFailure of(String host, Map<InetAddress, Throwable> tried) {
        CallFailure local = local(tried);
        if (local != null) return local;
        boolean late = true;
        boolean noWay = true;
        var each = new StringJoiner(", ");
        for (Map.Entry<InetAddress, Throwable> one : tried.entrySet()) {
            late &= isLate(one.getValue());
            noWay &= String.valueOf(one.getValue().getMessage()).contains(NO_WAY);
            each.add(text(one.getKey()) + " " + predicate(one.getValue()));
        }
        FaultOwner owner = noWay ? FaultOwner.NETWORK : FaultOwner.PROVIDER;
        Kind kind = late ? Kind.CONNECT_TIMEOUT : Kind.CONNECT;
        if (tried.size() > 1) {
            return new CallFailure(kind, owner,
                "none of the " + tried.size() + " addresses of " + host + " took it: " + each);
        }
        Map.Entry<InetAddress, Throwable> only = tried.entrySet().iterator().next();
        boolean literal = text(only.getKey()).equals(host);
        return new CallFailure(kind, owner, single(only.getValue(), literal ? "" : text(only.getKey())));
    }

    /// A fault of this machine concerns all addresses.
    private static CallFailure local(Map<InetAddress, Throwable> tried) {
        for (Map.Entry<InetAddress, Throwable> one : tried.entrySet()) {
            CallFailure fault = local(one.getKey(), one.getValue());
            if (fault != null) return fault;
        }
        return null;
    }

    /// A fault of this machine, or null.
    static CallFailure local(InetAddress address, Throwable why) {
        return address instanceof Inet4Address ? LocalFaults.ofConnection(why) : LocalFaults.of(why);
    }

    /// @param address to name; empty if the host is the address
    private static String single(Throwable why, String address) {
        if (isLate(why)) return late(why) + (address.isEmpty() ? "" : " (to " + address + ")");
        String said = why.getMessage();
        if (said == null || said.contains("refused")) {
            return "connection refused" + (address.isEmpty() ? "" : " by " + address);
        }
        return decapitalized(said) + (address.isEmpty() ? "" : " (" + address + ")");
    }

    /// The server took the connection and then said nothing.
    static HttpConnectTimeoutException handshake() {
        return new HttpConnectTimeoutException(NO_HANDSHAKE);
    }

    private static String late(Throwable why) {
        return NO_HANDSHAKE.equals(why.getMessage()) ? NO_HANDSHAKE : "connecting took too long";
    }

    private static String predicate(Throwable why) {
        if (isLate(why)) return "did not answer";
        String said = why.getMessage();
        if (said == null || said.contains("refused")) return "refused";
        return "failed (" + decapitalized(said) + ")";
    }

    private static String decapitalized(String words) {
        return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    private static boolean isLate(Throwable why) {
        return why instanceof HttpConnectTimeoutException || why instanceof SocketTimeoutException;
    }

    /// As in a URL.
    private static String text(InetAddress address) {
        return address instanceof Inet6Address six ? "[" + shortened(six) + "]" : address.getHostAddress();
    }

    /// The longest run of zeros as `::` (RFC 5952 §4.2), without the name of an interface.
    private static String shortened(Inet6Address address) {
        String[] parts = address.getHostAddress().replaceFirst("%.*", "").split(":");
        int from = 0;
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            int n = 0;
            while (i + n < parts.length && parts[i + n].equals("0")) n++;
            if (n > length) {
                from = i;
                length = n;
            }
        }
        if (length < 2) return String.join(":", parts);
        var out = new StringJoiner(":");
        for (int i = 0; i < from; i++) out.add(parts[i]);
        var end = new StringJoiner(":");
        for (int i = from + length; i < parts.length; i++) end.add(parts[i]);
        return out + "::" + end;
    }

    /// The name has no address.
    static CallFailure unknown(UnknownHostException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains(NO_NAME_SERVICE)) {
            return new CallFailure(Kind.CONNECT, FaultOwner.NETWORK,
                "the name service (DNS) of this machine does not answer");
        }
        if (isWithoutNetwork()) {
            return new CallFailure(Kind.CONNECT, FaultOwner.NETWORK,
                UNKNOWN + ", and this machine is not connected to a network");
        }
        return new CallFailure(Kind.CONNECT, UNKNOWN);
    }

    /// Where the HTTP client looked the name up by itself.
    static CallFailure unresolved(ConnectException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException) return unknown(new UnknownHostException());
        }
        return new CallFailure(Kind.CONNECT, single(e, ""));
    }

    private static boolean isWithoutNetwork() {
        try {
            return NetworkInterface.networkInterfaces().noneMatch(ConnectFailures::isConnected);
        } catch (SocketException _) {
            return false;
        }
    }

    private static boolean isConnected(NetworkInterface i) {
        try {
            return i.isUp() && !i.isLoopback() && i.inetAddresses().anyMatch(a -> !a.isLinkLocalAddress());
        } catch (SocketException _) {
            return true;
        }
    }
}
