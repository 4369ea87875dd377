package llmrouter.upstream;

import java.io.IOException;
import java.net.URI;

import llmrouter.files.FileError;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.upstream.proxy.ClientKind;
import llmrouter.upstream.proxy.Passage;
import llmrouter.upstream.proxy.Passages;
import llmrouter.upstream.tls.ProviderTls;

/// Finds out how a request is sent: by way of which proxy, and with which certificate. Thread-safe.
record CallRoutes(Passages passages, ProviderTls tls) implements AutoCloseable {
    /// How one request is sent. The caller closes the passage.
    record CallRoute(URI target, Passage passage, ClientKind kind) {}

    /// @throws UnsendableException the address, the client certificate or the proxy's bridge cannot be used
    CallRoute of(UpstreamRequest request) {
        URI target = uri(request.url());
        try {
            var context = tls.context(request.network().certificate());
            Passage passage = passages.to(target, request.network(), request.connectMs());
            return new CallRoute(target, passage, passage.kind(context));
        } catch (IOException e) {
            throw new UnsendableException(FaultOwner.GATEWAY, FileError.words(e));
        }
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new UnsendableException(FaultOwner.PROVIDER, "'" + url + "' is not a URL");
        }
    }

    @Override
    public void close() {
        passages.close();
    }
}
