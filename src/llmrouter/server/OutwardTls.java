package llmrouter.server;

import java.io.IOException;
import java.nio.file.Path;

import llmrouter.config.Secret;
import llmrouter.config.Settings.TlsSettings;
import llmrouter.config.network.ClientCertificate;
import llmrouter.files.Secrets;
import llmrouter.state.redis.RedisTls;
import llmrouter.upstream.tls.ProviderTls;
import llmrouter.upstream.tls.TlsWords;

/// TLS for the connections that the gateway makes, from the settings.
public final class OutwardTls {
    private OutwardTls() {}

    /// For calls to providers.
    ///
    /// @throws IOException one of the files cannot be used; the message says which and what to do
    static ProviderTls of(TlsSettings settings, Path home) throws IOException {
        ClientCertificate shown = settings.client();
        if (shown != null && shown.password() instanceof Secret password) {
            var known = new Secrets(_ -> null, home).value(password);
            shown = shown.withPassword(new Secret.InlineSecret(known));
        }
        return ProviderTls.of(settings.caFile(), shown, home);
    }

    /// For the Redis server that keeps the routing state: the same authorities, and the same certificate of the gateway
    /// if the server asks for one. The files are read when they are needed.
    public static RedisTls redis(TlsSettings settings, Path home) {
        return new RedisTls(() -> of(settings, home).context(null), TlsWords::of);
    }
}
