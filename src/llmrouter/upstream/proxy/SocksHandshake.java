package llmrouter.upstream.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import llmrouter.config.IpBlock;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyAddress.ProxyLogin;

/// Asks a SOCKS 5 proxy for a connection (RFC 1928), with a login if there is one (RFC 1929). Host names are sent as
/// they are: the proxy looks them up.
final class SocksHandshake {
    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int LOGIN = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int LONGEST = 255;

    private final ProxyAddress proxy;
    private final InputStream in;
    private final OutputStream out;

    SocksHandshake(ProxyAddress proxy, InputStream in, OutputStream out) {
        this.proxy = proxy;
        this.in = in;
        this.out = out;
    }

    void connect(String host, int port) throws IOException {
        ProxyLogin login = proxy.login();
        out.write(login == null ? new byte[] {VERSION, 1, NO_LOGIN} : new byte[] {VERSION, 2, NO_LOGIN, LOGIN});
        out.flush();
        int version = next();
        if (version != VERSION) throw failure(notSocks(version));
        switch (next()) {
            case NO_LOGIN -> {}
            case LOGIN -> logIn(login);
            default -> throw failure(login == null
                ? "wants a login; write USER:PASSWORD@ before its host in " + proxy.source()
                : "wants a kind of login that is not served; user name and password are");
        }
        out.write(request(host, port));
        out.flush();
        answer(host + ":" + port);
    }

    private static String notSocks(int version) {
        return version == 'H' ? "answers in HTTP and not in SOCKS 5; if it is an HTTP proxy, write http://"
            : "does not answer in SOCKS 5; correct its address or the scheme before it";
    }

    private void logIn(ProxyLogin login) throws IOException {
        if (login == null) throw failure("wants a login although none was offered");
        var bytes = new ByteArrayOutputStream();
        bytes.write(LOGIN_VERSION);
        text(login.user(), bytes, "user name");
        text(login.password(), bytes, "password");
        out.write(bytes.toByteArray());
        out.flush();
        next();
        if (next() != 0) throw failure("refused the login in " + proxy.source() + "; correct it");
    }

    private void text(String text, ByteArrayOutputStream into, String what) throws ProxyFailure {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > LONGEST) throw failure("cannot be given a " + what + " of more than " + LONGEST + " bytes");
        into.write(utf8.length);
        into.write(utf8, 0, utf8.length);
    }

    private byte[] request(String host, int port) throws ProxyFailure {
        var bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        bytes.write(CONNECT);
        bytes.write(0);
        IpBlock address = IpBlock.parse(host);
        if (address == null) {
            bytes.write(NAME);
            text(host, bytes, "host name");
        } else {
            List<Integer> parts = address.bytes();
            bytes.write(parts.size() == 4 ? IPV4 : IPV6);
            for (int part : parts) bytes.write(part);
        }
        bytes.write(port >> 8);
        bytes.write(port);
        return bytes.toByteArray();
    }

    private void answer(String target) throws IOException {
        if (next() != VERSION) throw failure("does not answer in SOCKS 5");
        int reply = next();
        if (reply != 0) throw failure(words(reply, target));
        next();
        int address = switch (next()) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> next();
            default -> throw failure("sent an answer that is not SOCKS 5");
        };
        for (int i = 0; i < address + 2; i++) next();
    }

    /// The reply in the words of RFC 1928 §6.
    private static String words(int reply, String target) {
        return switch (reply) {
            case 1 -> "could not connect to " + target + " (general failure)";
            case 2 -> "does not allow connections to " + target + " (its rules forbid it)";
            case 3 -> "could not connect to " + target + " (network unreachable)";
            case 4 -> "could not connect to " + target + " (host unreachable, or its name is unknown there)";
            case 5 -> "could not connect to " + target + " (connection refused)";
            case 6 -> "could not connect to " + target + " (the way is too long: TTL expired)";
            case 7 -> "does not serve connections to other hosts (command not supported)";
            case 8 -> "does not take the address of " + target + " (address type not supported)";
            default -> "could not connect to " + target + " (SOCKS reply " + reply + ")";
        };
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) throw new EOFException();
        return b;
    }

    private ProxyFailure failure(String what) {
        return ProxyFailure.of(proxy, what);
    }
}
