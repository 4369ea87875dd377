package llmrouter.upstream.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyAddress.Scheme;
import llmrouter.upstream.tls.TlsWords;

/// Opens connections through proxies, with blocking calls.
final class ProxyDial {
    private final SSLContext tls;

    /// @param tls for proxies that are called through TLS
    ProxyDial(SSLContext tls) {
        this.tls = tls;
    }

    /// One attempt to connect by way of a proxy.
    private interface Step<T> {
        T run() throws IOException;
    }

    /// A connection to a host by way of the proxy. The caller closes it.
    ///
    /// @throws ProxyFailure it cannot be had
    Socket tunnel(ProxyAddress proxy, String host, int port, ProxyDeadline deadline) throws ProxyFailure {
        return named(proxy, deadline, () -> {
            Socket socket = socket(proxy, deadline);
            try {
                InputStream in = deadline.reading(socket, socket.getInputStream());
                if (proxy.scheme() == Scheme.SOCKS5) {
                    new SocksHandshake(proxy, in, socket.getOutputStream()).connect(host, port);
                } else {
                    String target = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
                    ConnectHandshake.connect(proxy, target, in, socket.getOutputStream());
                }
                socket.setSoTimeout(0);
                return socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        });
    }

    /// A connection to the proxy itself. The caller closes it.
    ///
    /// @throws ProxyFailure it cannot be had
    Socket open(ProxyAddress proxy, ProxyDeadline deadline) throws ProxyFailure {
        return named(proxy, deadline, () -> {
            Socket socket = socket(proxy, deadline);
            socket.setSoTimeout(0);
            return socket;
        });
    }

    private static <T> T named(ProxyAddress proxy, ProxyDeadline deadline, Step<T> step) throws ProxyFailure {
        try {
            return step.run();
        } catch (ProxyFailure e) {
            throw e;
        } catch (UnknownHostException _) {
            throw ProxyFailure.of(proxy, "cannot be found: its name is unknown");
        } catch (SocketTimeoutException _) {
            throw ProxyFailure.of(proxy, "did not connect within " + deadline.words());
        } catch (ConnectException e) {
            boolean refused = String.valueOf(e.getMessage()).contains("refused");
            throw ProxyFailure.of(proxy, refused ? "cannot be reached: connection refused" : "cannot be reached");
        } catch (EOFException _) {
            throw ProxyFailure.of(proxy, "closed the connection without an answer");
        } catch (SSLException e) {
            throw ProxyFailure.of(proxy, "cannot be called through TLS: " + TlsWords.of(e, proxy.host(), proxy.port()));
        } catch (IOException _) {
            throw ProxyFailure.of(proxy, "broke the connection before it had connected");
        }
    }

    private Socket socket(ProxyAddress proxy, ProxyDeadline deadline) throws IOException {
        Socket plain = connected(proxy, deadline);
        if (proxy.scheme() != Scheme.HTTPS) return plain;
        try {
            plain.setSoTimeout(deadline.left());
            var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, proxy.host(), proxy.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return secure;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /// Tries every address of the proxy; the last one has all the time that is left.
    private static Socket connected(ProxyAddress proxy, ProxyDeadline deadline) throws IOException {
        InetAddress[] all = InetAddress.getAllByName(proxy.host());
        IOException failed = null;
        for (int i = 0; i < all.length; i++) {
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                int left = deadline.left();
                socket.connect(new InetSocketAddress(all[i], proxy.port()), Math.max(1, left / (all.length - i)));
                return socket;
            } catch (IOException e) {
                socket.close();
                if (failed == null || e instanceof ConnectException) failed = e;
            }
        }
        throw failed == null ? new UnknownHostException() : failed;
    }
}
