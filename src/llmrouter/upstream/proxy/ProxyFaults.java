package llmrouter.upstream.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;

import llmrouter.config.network.ProxyAddress;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;

/// Tells the faults of a proxy from those of the provider behind it.
public final class ProxyFaults {
    private static final int LOGIN_WANTED = 407;
    /// How proxies name themselves in the field `Server` of pages of their own. Others are gateways in front of
    /// providers too, and are not here.
    private static final List<String> PROGRAMS = List.of("squid", "tinyproxy", "privoxy", "mitmproxy", "zscaler",
        "bluecoat", "blue coat", "symantec", "mcafee", "skyhigh", "trellix", "forcepoint", "websense", "cisco-wsa",
        "ironport", "fortigate", "fortiproxy", "sophos", "3proxy", "charles", "fiddler", "burp");

    private ProxyFaults() {}

    /// The failure of a call if it is the proxy's; null if it may be another's, or if the call was direct.
    ///
    /// @param error without the wrapping of futures; no answer had begun
    public static CallFailure of(Passage passage, Throwable error) {
        if (passage.trouble() != null) return fault(passage.trouble());
        ProxyAddress proxy = passage.proxy();
        if (proxy == null) return null;
        if (passage.bridged()) {
            if (error instanceof IOException && passage.maybeCut()) return flooded(proxy);
            boolean bridge = error instanceof ConnectException && !passage.reached();
            return bridge ? new CallFailure(Kind.CONNECT, FaultOwner.GATEWAY,
                "the gateway cannot connect to its own bridge to " + proxy.described()) : null;
        }
        String what = switch (error) {
            case HttpConnectTimeoutException _ -> "did not connect within " + passage.deadline().words();
            case ConnectException e when unknown(e) -> "cannot be found: its name is unknown";
            case UnresolvedAddressException _, UnknownHostException _ -> "cannot be found: its name is unknown";
            case ConnectException _ -> "cannot be reached: connection refused";
            case SocketException _ -> "reset the connection before an answer came";
            default -> null;
        };
        return what == null ? null : fault(proxy.described() + " " + what);
    }

    /// Nothing was sent, so that the call may be made again at once.
    private static CallFailure flooded(ProxyAddress proxy) {
        return new CallFailure(Kind.STALE, FaultOwner.GATEWAY, "the gateway's own bridge to " + proxy.described()
            + " has too many connections of other programs of this machine; end the program that makes them (ss -tnp)");
    }

    private static boolean unknown(Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException) return true;
        }
        return false;
    }

    /// The failure that an answer tells, if the proxy and not the provider gave it; else null. Through a tunnel all
    /// answers are the provider's.
    public static CallFailure of(Passage passage, int status, HttpHeaders headers) {
        if (passage.trouble() != null) return fault(passage.trouble());
        ProxyAddress proxy = passage.proxy();
        if (status == LOGIN_WANTED && passage.bridged() && !passage.reached()) {
            return new CallFailure(Kind.CONNECT, FaultOwner.GATEWAY, "the gateway cannot log in to its own bridge to "
                + proxy.described() + "; remove the JVM property " + Passages.TUNNELING);
        }
        if (proxy == null || status < 400 || !passage.asksForWholeAddress()) return null;
        String offered = String.join(", ", headers.allValues("proxy-authenticate"));
        boolean login = status == LOGIN_WANTED || !offered.isEmpty();
        if (login) return fault(proxy.described() + " " + ProxyWords.login(proxy, status, offered));
        if (!isOfProxy(headers)) return null;
        String reason = ProxyWords.reason(headers.firstValue("proxy-status").orElse(null),
            headers.firstValue("x-squid-error").orElse(null));
        String told = " (status " + status + (reason.isEmpty() ? "" : ", " + reason) + ")";
        return fault(proxy.described() + (status >= 500 ? " could not connect to " : " refused a request to ")
            + passage.host() + ":" + passage.port() + told);
    }

    /// Whether the proxy itself wrote the answer: it says why it failed, or sends a page of its own. A field `Via` says
    /// nothing: it stands in answers that are passed on, too.
    private static boolean isOfProxy(HttpHeaders headers) {
        if (headers.firstValue("x-squid-error").isPresent()) return true;
        if (headers.firstValue("proxy-status").orElse("").contains("error=")) return true;
        boolean page = headers.firstValue("content-type").orElse("text/html").toLowerCase(Locale.ROOT).contains("html");
        String server = headers.firstValue("server").orElse("").toLowerCase(Locale.ROOT);
        return page && PROGRAMS.stream().anyMatch(server::contains);
    }

    private static CallFailure fault(String detail) {
        return new CallFailure(Kind.CONNECT, FaultOwner.PROXY, detail);
    }
}
