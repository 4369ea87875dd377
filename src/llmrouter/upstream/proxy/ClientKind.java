package llmrouter.upstream.proxy;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLContext;

import llmrouter.config.network.ProxyAddress;

/// What an HTTP client is for. Calls that differ in it never share a connection.
///
/// @param proxy   of the calls, or null
/// @param clients the address that the client takes for its proxy: that of `proxy`, or the bridge; null for direct
///                calls
/// @param tls     with the authorities that are trusted and the certificate that is shown
public record ClientKind(long connectMs, ProxyAddress proxy, InetSocketAddress clients, SSLContext tls) {
    /// A new client of this kind.
    ///
    /// @param threads that it runs its calls on
    public HttpClient client(Executor threads) {
        return HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(clients == null ? HttpClient.Builder.NO_PROXY : ProxySelector.of(clients))
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(Math.max(1, connectMs)))
            .executor(threads)
            .sslContext(tls)
            .build();
    }
}
