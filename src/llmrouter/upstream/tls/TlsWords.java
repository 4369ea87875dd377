package llmrouter.upstream.tls;

import java.util.Locale;

import javax.net.ssl.SSLException;

import llmrouter.text.Printable;

/// Plain words for a TLS connection that failed.
public final class TlsWords {
    private static final String ALERT = "fatal alert: ";
    private static final int LONGEST = 120;

    private TlsWords() {}

    /// A clause that says what is wrong and, where there is one, the fix.
    public static String of(SSLException failure, String host, int port) {
        String certificate = certificate(failure);
        if (certificate != null) return certificate;
        String said = String.valueOf(failure.getMessage());
        String place = host + ":" + port;
        int alert = said.indexOf(ALERT);
        if (alert >= 0) return alert(said.substring(alert + ALERT.length()).toLowerCase(Locale.ROOT), place);
        if (said.contains("Unsupported or unrecognized SSL message")) {
            return place + " does not speak TLS; write http:// in front of it, or another port";
        }
        if (said.contains("handshake_failure") || said.contains("No appropriate protocol")
                || said.contains("protocol_version") || said.contains("Server chose")) return tooOld(place);
        if (said.contains("terminated the handshake") || said.contains("closed")) {
            return place + " closed the connection during the TLS handshake";
        }
        return "TLS with " + place + " failed: " + Printable.of(said, LONGEST);
    }

    /// Whether the server wants a certificate of the gateway and got none, or another one.
    public static boolean wantsCertificate(SSLException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.contains("certificate_required");
    }

    private static String certificate(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateTrouble trouble) return trouble.getMessage();
        }
        return null;
    }

    private static String tooOld(String place) {
        return place + " and this gateway have no version or cipher of TLS in common; this gateway speaks TLS 1.2 and "
            + "1.3";
    }

    /// @param alert as RFC 8446 §6 names it
    private static String alert(String alert, String place) {
        return switch (alert) {
            case "certificate_required" -> place + " wants a client certificate; name it as \"clientCertificate\" of "
                + "the provider, or in LLM_ROUTER_CLIENT_CERTIFICATE";
            case "bad_certificate", "unsupported_certificate", "certificate_revoked", "certificate_expired",
                "certificate_unknown", "unknown_ca", "access_denied" -> place + " refused the client certificate ("
                + alert + "); see \"clientCertificate\" of the provider and LLM_ROUTER_CLIENT_CERTIFICATE";
            case "handshake_failure" -> place + " refused the TLS handshake: it wants a client certificate "
                + "(\"clientCertificate\", LLM_ROUTER_CLIENT_CERTIFICATE), or has no version or cipher of TLS in "
                + "common with this gateway";
            case "protocol_version", "insufficient_security" -> tooOld(place);
            case "unrecognized_name" -> place + " does not know this host name; check the base URL";
            default -> place + " refused the TLS connection (" + Printable.of(alert, LONGEST) + ")";
        };
    }
}
