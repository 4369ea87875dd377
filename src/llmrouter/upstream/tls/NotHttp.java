package llmrouter.upstream.tls;

import java.net.URI;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.protocol.errors.TlsRefusal;

/// Says what a server speaks that does not answer in HTTP/1.1, by the first bytes that the HTTP client could not read.
/// The bytes themselves are never quoted.
public final class NotHttp {
    /// How the JDK's client begins to quote what is not a status line: a whole line, or less than one (JDK 25).
    private static final String[] BEFORE_BYTES = {"Invalid status line: \"", "status line, receiving ["};

    private NotHttp() {}

    /// @param cause  why the client found no answer
    /// @param target that was called
    public static CallFailure of(Throwable cause, URI target) {
        String said = String.valueOf(cause.getMessage());
        String first = first(said);
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        return new CallFailure(Kind.RESET, first.isEmpty() ? "no HTTP answer came (" + clean(said) + ")"
            : "no HTTP answer came: " + words(first, target.getAuthority(), secure));
    }

    /// What the client quotes; empty if it quotes nothing.
    private static String first(String said) {
        for (String before : BEFORE_BYTES) {
            int at = said.indexOf(before);
            if (at >= 0) return said.substring(at + before.length());
        }
        return "";
    }

    private static String words(String first, String place, boolean secure) {
        if (isTls(first)) return place + TlsRefusal.SPEAKS_TLS;
        if (isHttp2(first)) {
            return place + " speaks HTTP/2 only, and the gateway calls providers in HTTP/1.1; let it serve HTTP/1.1 too"
                + (secure ? "" : ", or call it through https");
        }
        if (first.startsWith("SSH-")) return place + " is an SSH server; check the port";
        boolean greets = first.startsWith("220 ") || first.startsWith("220-");
        if (greets) return place + " is a mail or FTP server; check the port";
        if (first.startsWith("-ERR") || first.startsWith("+OK") || first.startsWith("-NOAUTH")) {
            return place + " is a Redis or mail server; check the port";
        }
        return place + " answers in something that is not HTTP; check the address and the port";
    }

    /// An alert or a handshake record (RFC 8446 §5.1).
    private static boolean isTls(String first) {
        return first.length() > 1 && (first.charAt(0) == 0x15 || first.charAt(0) == 0x16) && first.charAt(1) == 3;
    }

    /// A SETTINGS frame, the first that a server sends (RFC 9113 §3.4), or a GOAWAY.
    private static boolean isHttp2(String first) {
        return first.length() > 3 && first.charAt(0) == 0 && first.charAt(1) == 0
            && (first.charAt(3) == 4 || first.charAt(3) == 7);
    }

    /// The client's own words without what it quotes.
    private static String clean(String said) {
        int quote = said.indexOf('"');
        String words = quote < 0 ? said : said.substring(0, quote).stripTrailing();
        for (char c : words.toCharArray()) {
            if (c < ' ' || c > '~') return "it cannot be read";
        }
        return words.endsWith(":") ? words.substring(0, words.length() - 1) : words;
    }
}
