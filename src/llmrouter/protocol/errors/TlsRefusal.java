package llmrouter.protocol.errors;


import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// What a server says in an HTTP answer about TLS before it reads the request: that it wants TLS on this port, or a
/// client certificate. Servers give status 400 for both, so that only the words of their pages tell it.
///
/// Sources: nginx, "ngx_http_ssl_module" (495, 496 and 497, which clients see as 400) and its
/// `ngx_http_special_response.c`; Apache, `modules/ssl/ssl_engine_io.c`; Go, `net/http/server.go`; Tomcat,
/// `TLSClientHelloExtractor`.
public enum TlsRefusal {
    /// the request came without TLS
    PLAIN,
    /// no client certificate came
    NO_CERTIFICATE,
    /// the client certificate was refused
    CERTIFICATE_REFUSED;

    /// What to set for a server that wants a client certificate.
    public static final String SETTINGS =
        "name it as \"clientCertificate\" of the provider, or in LLM_ROUTER_CLIENT_CERTIFICATE";
    /// The server got no client certificate, after the place. The JDK shows a certificate only to a server that accepts
    /// its issuer.
    public static final String NONE_CAME = " wants a client certificate and got none; " + SETTINGS
        + " (one that is named there already was not issued by an authority that this server accepts)";
    /// What to do about a port that speaks TLS, after the place.
    public static final String SPEAKS_TLS = " speaks TLS on this port; write https:// in front of it";

    /// A page begins with what it has to say.
    private static final int LOOKED_AT = 2048;

    /// Null if the answer says nothing of TLS.
    ///
    /// @param status HTTP status
    /// @param body   whatever came, possibly cut
    /// @param secure whether the request went through TLS
    public static TlsRefusal of(int status, String body, boolean secure) {
        TlsRefusal said = switch (status) {
            case 495 -> CERTIFICATE_REFUSED;
            case 496 -> NO_CERTIFICATE;
            case 497 -> PLAIN;
            case 400, 403 -> byWords(body);
            default -> null;
        };
        return said == PLAIN && secure ? null : said;
    }

    private static TlsRefusal byWords(String body) {
        String words = Letters.lower(Ws.trim(body.length() > LOOKED_AT ? body.substring(0, LOOKED_AT) : body));
        boolean plain = words.startsWith("client sent an http request to an https server")
            || words.startsWith("bad request") && words.contains("this combination of host and port requires tls");
        if (plain) return PLAIN;
        if (!ErrorReader.isPage(words)) return null;
        if (words.contains("plain http request was sent to https port")
            || words.contains("speaking plain http to an ssl-enabled server port")
            || words.contains("this combination of host and port requires tls")) return PLAIN;
        if (words.contains("no required ssl certificate was sent")
            || words.contains("client certificate required")) return NO_CERTIFICATE;
        return words.contains("the ssl certificate error") ? CERTIFICATE_REFUSED : null;
    }

    /// A clause that says what is wrong, with the fix.
    ///
    /// @param place host and port that was asked
    public String words(String place) {
        return place + switch (this) {
            case PLAIN -> SPEAKS_TLS;
            case NO_CERTIFICATE -> NONE_CAME;
            case CERTIFICATE_REFUSED ->
                " wants a client certificate that it accepts, and refused what it got; " + SETTINGS;
        };
    }
}
