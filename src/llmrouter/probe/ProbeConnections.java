package llmrouter.probe;

import java.io.IOException;
import java.nio.file.Path;

import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.network.ClientCertificate;
import llmrouter.files.Secrets;
import llmrouter.upstream.Upstream;
import llmrouter.upstream.tls.ProviderTls;

/// The connections of a probe: through the proxies, with the trusted authorities and the certificate that a gateway
/// with the same settings would use.
public final class ProbeConnections {
    private ProbeConnections() {}

    /// @param home what `~` means
    /// @return to be closed by the caller
    /// @throws IOException a file with certificates or a key cannot be read
    public static Upstream of(Settings settings, Path home) throws IOException {
        ClientCertificate shown = settings.tls().client();
        if (shown != null && shown.password() instanceof Secret password) {
            var known = new Secrets(_ -> null, home).value(password);
            shown = shown.withPassword(new Secret.InlineSecret(known));
        }
        return new Upstream(settings.proxies(), ProviderTls.of(settings.tls().caFile(), shown, home));
    }
}
