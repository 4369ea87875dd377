package llmrouter.upstream.tls;

import java.util.Locale;

import javax.net.ssl.SSLException;

import llmrouter.protocol.errors.TlsRefusal;
import llmrouter.text.Printable;

/// Plain words for a TLS connection that failed.
public final class TlsWords {
    private static final String ALERT = "fatal alert: ";
    private static final int LONGEST = 120;

    private TlsWords() {}

    /// What failed, apart from the server's certificate.
    enum TlsProblem { CLIENT_CERTIFICATE, NO_TLS, WRONG_NAME, NOTHING_IN_COMMON, CLOSED, OTHER }

    /// A clause that says what is wrong and, where there is one, the fix.
    public static String of(SSLException failure, String host, int port) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateTrouble trouble) return trouble.getMessage();
        }
        String place = host + ":" + port;
        return place + switch (kind(failure)) {
            case CLIENT_CERTIFICATE -> client(alert(failure));
            case NO_TLS -> " does not speak TLS; write http:// in front of it, or another port";
            case WRONG_NAME -> " does not serve this host name";
            case NOTHING_IN_COMMON -> " and this gateway have no version or cipher of TLS in common; this gateway "
                + "speaks TLS 1.2 and 1.3";
            // its alert is lost where the system resets the connection behind it
            case CLOSED -> " closed the connection during the TLS handshake; a server that wants a client certificate "
                + "may do so: " + TlsRefusal.SETTINGS;
            case OTHER -> " and this gateway could not agree on a TLS connection: "
                + Printable.of(String.valueOf(failure.getMessage()), LONGEST);
        };
    }

    private static String client(String alert) {
        return switch (alert) {
            case "certificate_required" -> TlsRefusal.NONE_CAME;
            case "handshake_failure" -> " refused the TLS handshake; it wants a client certificate ("
                + TlsRefusal.SETTINGS + "), or has no cipher in common with this gateway";
            default -> " wants a client certificate that it accepts, and refused what it got (" + alert + "); "
                + TlsRefusal.SETTINGS;
        };
    }

    /// What failed, from the alert that the server sent (RFC 8446 §6) or from the JDK's words.
    static TlsProblem kind(SSLException failure) {
        String said = String.valueOf(failure.getMessage());
        if (said.contains("nrecognized SSL message")) return TlsProblem.NO_TLS;
        if (said.contains("No appropriate protocol") || said.contains("Server chose")
                || said.contains("No available cipher")) return TlsProblem.NOTHING_IN_COMMON;
        if (said.contains("terminated the handshake") || said.contains("closed")) return TlsProblem.CLOSED;
        return switch (alert(failure)) {
            case "certificate_required", "bad_certificate", "unsupported_certificate", "certificate_revoked",
                "certificate_expired", "certificate_unknown", "unknown_ca", "access_denied", "handshake_failure" ->
                TlsProblem.CLIENT_CERTIFICATE;
            case "protocol_version", "insufficient_security" -> TlsProblem.NOTHING_IN_COMMON;
            case "unrecognized_name" -> TlsProblem.WRONG_NAME;
            default -> TlsProblem.OTHER;
        };
    }

    /// The alert that the server sent, in lower case; empty if it sent none.
    private static String alert(SSLException failure) {
        String said = String.valueOf(failure.getMessage());
        int alert = said.indexOf(ALERT);
        return alert < 0 ? "" : said.substring(alert + ALERT.length()).toLowerCase(Locale.ROOT);
    }
}
