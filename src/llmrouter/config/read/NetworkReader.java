package llmrouter.config.read;


import llmrouter.config.BaseUrls.UrlProblem;
import llmrouter.config.network.ClientCertificate;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyChoice;
import llmrouter.json.Json;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Reads which proxy and which client certificate a provider's connections use.
final class NetworkReader {
    private NetworkReader() {}

    /// @param id of the provider, for the messages of its proxy
    static ProviderNetwork read(Fields fields, String id) {
        var network = new ProviderNetwork(proxy(fields, id), certificate(fields));
        boolean usual = network.proxy() instanceof ProxyChoice.OfEnvironment && network.certificate() == null;
        return usual ? ProviderNetwork.USUAL : network;
    }

    private static ProxyChoice proxy(Fields fields, String id) {
        Json value = fields.take("proxy");
        if (value == null) return new ProxyChoice.OfEnvironment();
        if (isNone(value)) return new ProxyChoice.Direct();
        if (!(value instanceof Str text)) {
            fields.problem("proxy", "must be a string or false, not " + value.kind(), "write " + ProxyAddress.ALLOWED);
            return new ProxyChoice.OfEnvironment();
        }
        String address = Ws.trim(text.value());
        if (address.isEmpty()) return new ProxyChoice.OfEnvironment();
        UrlProblem problem = ProxyAddress.problem(address);
        if (problem == null) {
            return new ProxyChoice.Through(ProxyAddress.parse(address, "\"proxy\" of provider " + id));
        }
        fields.problem("proxy", problem.what(), problem.fix());
        return new ProxyChoice.OfEnvironment();
    }

    private static boolean isNone(Json value) {
        if (value instanceof Bool flag) return !flag.value();
        if (!(value instanceof Str text)) return false;
        String word = Letters.lower(Ws.trim(text.value()));
        return word.equals("none") || word.equals("direct");
    }

    /// Null if the environment decides.
    private static ClientCertificate certificate(Fields fields) {
        Json value = fields.take("clientCertificate");
        if (value == null) return null;
        if (isNone(value)) return ClientCertificate.NONE;
        if (value instanceof Str text) {
            return Ws.blank(text.value()) ? null : new ClientCertificate(Ws.trim(text.value()), null, null);
        }
        Fields inner = Fields.of(value, ConfigSection.CLIENT_CERTIFICATE, fields.at("clientCertificate"),
            fields.findings());
        if (inner == null) return null;
        String file = inner.text("file");
        if (file == null) inner.missing("file", "does not name the certificate", "add \"file\": \"PATH\"");
        var certificate = new ClientCertificate(file == null ? "" : file, inner.text("keyFile"),
            SecretReader.read(inner, "password"));
        inner.warnUnknown();
        return certificate;
    }
}
