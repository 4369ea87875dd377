package llmrouter.cli.run;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
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
        if (listen.tls() instanceof ListenerKey key && named(key.certificate()) instanceof String name) return name;
        boolean everywhere = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        return everywhere ? ownAddress() : null;
    }

    /// The first host name in a certificate that is no pattern, else the first address in it, else null.
    static String named(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) return null;
            for (int kind : new int[] {DNS_NAME, IP_ADDRESS}) {
                for (List<?> name : names) {
                    boolean usable = name.get(0).equals(kind) && name.get(1) instanceof String s && !s.startsWith("*");
                    if (usable) return (String) name.get(1);
                }
            }
            return null;
        } catch (CertificateParsingException _) {
            return null; // a certificate that names no host in a readable way
        }
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
