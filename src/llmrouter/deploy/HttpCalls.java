package llmrouter.deploy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import llmrouter.Version;
import llmrouter.config.Settings;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.files.FileError;
import llmrouter.http.HeaderMap;
import llmrouter.text.TimeWords;
import llmrouter.upstream.Upstream;
import llmrouter.upstream.proxy.ClientKind;
import llmrouter.upstream.proxy.Passage;
import llmrouter.upstream.proxy.Passages;
import llmrouter.upstream.tls.ProviderTls;
import llmrouter.upstream.tls.TlsFaults;

/// Sends single requests: to the API, and to a live gateway. Proxies and trusted authorities are those of the
/// environment, as for calls to providers. Redirects are never followed, so a token goes to no other host. Thread-safe.
public final class HttpCalls implements AutoCloseable {
    private static final long CONNECT_MS = 10_000;
    /// The list of an account's Workers may have some megabytes.
    private static final int LONGEST_ANSWER = 16 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ClientKind, HttpClient> clients = new HashMap<>();
    private final ProviderTls tls;
    private final Passages passages;

    /// @param home what `~` means
    /// @throws IOException the file of the trusted authorities cannot be read
    public HttpCalls(Settings settings, Path home) throws IOException {
        Upstream.prepare();
        tls = ProviderTls.of(settings.tls().caFile(), null, home);
        passages = new Passages(settings.proxies(), tls);
    }

    /// A request.
    ///
    /// @param body null for none
    /// @param ms   for the whole answer
    public record CallRequest(String method, String url, HeaderMap headers, byte[] body, long ms) {
        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /// What came of it.
    ///
    /// @param status  of HTTP; 0 if there is no answer
    /// @param failure why there is no answer, a clause; null if there is one
    /// @param reached whether the server may have seen the request
    public record CallAnswer(int status, HeaderMap headers, String body, String failure, boolean reached) {
        static CallAnswer failed(String failure, boolean reached) {
            return new CallAnswer(0, HeaderMap.EMPTY, "", failure, reached);
        }

        @Override
        public String toString() {
            return failure == null ? "status " + status : failure;
        }
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// @throws InterruptedException the thread was interrupted; the request may have taken effect
    public CallAnswer send(CallRequest request) throws InterruptedException {
        URI target = target(request.url());
        if (target == null) return CallAnswer.failed("the address has no host that can be called", false);
        try (Passage passage = passages.to(target, ProviderNetwork.USUAL, CONNECT_MS)) {
            HttpClient client = client(passage.kind(tls.context(null)));
            HttpRequest http = http(request, target, passage);
            if (http == null) return CallAnswer.failed("a header has a character that none can have", false);
            CallAnswer answer = send(client, http, request.ms());
            return answer.failure() == null || passage.trouble() == null ? answer
                : CallAnswer.failed(passage.trouble(), answer.reached());
        } catch (IOException e) {
            return CallAnswer.failed(FileError.words(e), false);
        }
    }

    /// Null if Java's client cannot call the address.
    private static URI target(String url) {
        try {
            var target = new URI(url);
            boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
            return web && target.getHost() != null ? target : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private synchronized HttpClient client(ClientKind kind) {
        return clients.computeIfAbsent(kind, made -> made.client(threads));
    }

    /// Null if a header cannot be sent. The words of the exception have its value, which may be a key.
    private static HttpRequest http(CallRequest request, URI target, Passage passage) {
        var http = HttpRequest.newBuilder(target).method(request.method(), request.body() == null
            ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body()));
        http.timeout(Duration.ofMillis(request.ms())).header("user-agent", "llm-router/" + Version.CURRENT);
        if (passage.login() != null) http.header("proxy-authorization", passage.login());
        try {
            for (HeaderMap.Header header : request.headers().all()) http.header(header.name(), header.value());
        } catch (IllegalArgumentException _) {
            return null;
        }
        return http.build();
    }

    private static CallAnswer send(HttpClient client, HttpRequest request, long ms) throws InterruptedException {
        var whole = BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER);
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request, whole);
        try {
            HttpResponse<byte[]> answer = coming.get(ms, TimeUnit.MILLISECONDS);
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            return new CallAnswer(answer.statusCode(), headers(answer), body, null, true);
        } catch (TimeoutException _) {
            return CallAnswer.failed("no complete answer came within " + TimeWords.of(ms), true);
        } catch (ExecutionException e) {
            return failed(e.getCause(), request, ms);
        } finally {
            coming.cancel(true);
        }
    }

    private static HeaderMap headers(HttpResponse<?> answer) {
        var headers = new ArrayList<HeaderMap.Header>();
        answer.headers().map().forEach((name, values) -> {
            for (String value : values) headers.add(new HeaderMap.Header(name, value));
        });
        return HeaderMap.of(headers);
    }

    private static CallAnswer failed(Throwable cause, HttpRequest request, long ms) {
        String host = request.uri().getHost();
        return switch (cause) {
            case HttpConnectTimeoutException _ ->
                CallAnswer.failed("no connection to " + host + " within " + TimeWords.of(CONNECT_MS), false);
            case HttpTimeoutException _ ->
                CallAnswer.failed("no answer came within " + TimeWords.of(ms), true);
            case UnknownHostException _ -> CallAnswer.failed("the host " + host + " is not known", false);
            case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
                CallAnswer.failed("the host " + host + " is not known", false);
            case ConnectException _ -> CallAnswer.failed("there is no connection to " + host, false);
            case SSLException e -> CallAnswer.failed(TlsFaults.of(e, request.uri()).detail(), false);
            case IOException e when String.valueOf(e.getMessage()).contains("received no bytes") ->
                CallAnswer.failed("the connection ended before an answer came", true);
            case IOException e -> CallAnswer.failed("the connection broke: " + FileError.words(e), true);
            default -> throw new IllegalStateException(cause);
        };
    }

    @Override
    public void close() {
        passages.close();
        synchronized (this) {
            for (HttpClient client : clients.values()) client.shutdownNow();
        }
        threads.shutdownNow();
    }
}
