package llmrouter.upstream.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import llmrouter.Version;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyAddress.ProxyLogin;

/// Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6).
final class ConnectHandshake {
    private static final int LOGIN_WANTED = 407;
    /// What tinyproxy answers to a login that is wrong.
    private static final int LOGIN_REFUSED = 401;

    private ConnectHandshake() {}

    /// @param target `host:port`
    static void connect(ProxyAddress proxy, String target, InputStream in, OutputStream out) throws IOException {
        String login = login(proxy);
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: llm-router/"
            + Version.CURRENT + "\r\n" + (login == null ? "" : "Proxy-Authorization: " + login + "\r\n") + "\r\n";
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        HttpHead answer = head(proxy, in);
        while (answer.status() / 100 == 1) answer = head(proxy, in);
        if (answer.status() / 100 != 2) throw ProxyFailure.of(proxy, refusal(proxy, target, answer));
    }

    /// The value of `Proxy-Authorization` (RFC 7617), or null.
    static String login(ProxyAddress proxy) {
        ProxyLogin login = proxy.login();
        if (login == null) return null;
        byte[] both = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static HttpHead head(ProxyAddress proxy, InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) throw new EOFException();
        if (first != 'H') throw ProxyFailure.of(proxy, "does not answer in HTTP; correct its address, or write "
            + "socks5:// or https:// if it is such a proxy");
        HttpHead head = HttpHead.read(new Behind(first, in));
        if (head == null || head.status() < 0) {
            throw ProxyFailure.of(proxy, "closed the connection, or sent something that is not HTTP");
        }
        return head;
    }

    /// A byte that was read, and what comes behind it.
    private static final class Behind extends InputStream {
        private final InputStream rest;
        private int first;

        Behind(int first, InputStream rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            if (first < 0) return rest.read();
            int b = first;
            first = -1;
            return b;
        }
    }

    private static String refusal(ProxyAddress proxy, String target, HttpHead answer) {
        int status = answer.status();
        boolean login = status == LOGIN_WANTED || status == LOGIN_REFUSED;
        if (login) return ProxyWords.login(proxy, status, answer.all("proxy-authenticate"));
        String reason = ProxyWords.reason(answer.field("proxy-status"), answer.field("x-squid-error"));
        String told = " (status " + status + (reason.isEmpty() ? "" : ", " + reason) + ")";
        return (status >= 500 ? "could not connect to " : "refused a connection to ") + target + told;
    }
}
