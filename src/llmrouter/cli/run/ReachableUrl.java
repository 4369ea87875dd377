package llmrouter.cli.run;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import llmrouter.files.TlsFiles.ListenerKey;
import llmrouter.server.ListenAddress;
import llmrouter.service.Instance;

/// Where clients find a gateway, to be pasted on this machine and on others: by a name of its certificate if it speaks
/// TLS, because clients check the name; by this machine's own address if it listens on all of them.
final class ReachableUrl {
    /// Kinds of names in a certificate (RFC 5280 §4.2.1.6).
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    /// An address of a network for documentation (RFC 5737). Nothing is sent to it.
    private static final String ELSEWHERE = "203.0.113.1";

    private ReachableUrl() {}

    /// @param url where clients on this machine find it
    static String of(ListenAddress listen, String url) {
        String name = name(listen);
        return name == null ? url : listen.scheme() + "://" + Instance.shown(name) + ":" + URI.create(url).getPort();
    }

    private static String name(ListenAddress listen) {
        if (listen.tls() instanceof ListenerKey key && named(key.certificate(), listen) instanceof String name) {
            return name;
        }
        return isEverywhere(listen) ? ownAddress() : null;
    }

    private static boolean isEverywhere(ListenAddress listen) {
        return listen.host().equals("0.0.0.0") || listen.host().equals("::");
    }

    /// The address itself if the certificate has it, else the first host name in it that is no pattern, else the first
    /// address in it, else null.
    private static String named(X509Certificate certificate, ListenAddress listen) {
        List<String> hosts = names(certificate, DNS_NAME);
        List<String> addresses = names(certificate, IP_ADDRESS);
        boolean own = hosts.contains(listen.host()) || addresses.contains(listen.host());
        if (own && !isEverywhere(listen)) return listen.host();
        if (listen.host().startsWith("127.") && hosts.contains("localhost")) return "localhost";
        if (!hosts.isEmpty()) return hosts.getFirst();
        return addresses.isEmpty() ? null : addresses.getFirst();
    }

    private static List<String> names(X509Certificate certificate, int kind) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) return names;
            for (List<?> name : all) {
                boolean usable = name.get(0).equals(kind) && name.get(1) instanceof String s && !s.startsWith("*");
                if (usable) names.add((String) name.get(1));
            }
        } catch (CertificateParsingException _) {
            names.clear(); // a certificate that names no host in a readable way
        }
        return names;
    }

    /// The address from which this machine reaches others, or null without a network.
    private static String ownAddress() {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(ELSEWHERE, 9));
            InetAddress own = socket.getLocalAddress();
            return own.isAnyLocalAddress() || own.isLoopbackAddress() ? null : own.getHostAddress();
        } catch (SocketException | RuntimeException _) {
            return null; // no route
        }
    }
}
