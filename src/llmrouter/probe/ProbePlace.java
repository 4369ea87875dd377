package llmrouter.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.providers.ProviderAddress;

/// A base URL that is asked in one format.
///
/// @param provider with its key, its headers and its connections; its addresses do not count
/// @param base     that [llmrouter.config.BaseUrls#problem] accepts
public record ProbePlace(Provider provider, Format format, String base) {

    /// The places of a configured provider: each of its formats at its base URL.
    public static List<ProbePlace> of(Provider provider) {
        return provider.formats().stream()
            .map(format -> new ProbePlace(provider, format, provider.baseUrlFor(format))).toList();
    }

    /// Every base URL in every format; an address that two of them lead to counts once.
    public static List<ProbePlace> of(Provider provider, List<String> bases, List<Format> formats) {
        var places = new ArrayList<ProbePlace>();
        var urls = new ArrayList<String>();
        for (Format format : formats) {
            for (String base : bases) {
                var place = new ProbePlace(provider, format, base);
                if (urls.contains(place.url())) continue;
                urls.add(place.url());
                places.add(place);
            }
        }
        return List.copyOf(places);
    }

    /// Where conversations are sent.
    public String url() {
        return ProviderAddress.of(base, format);
    }

    /// The address as it may be shown: without a query, and without a path that holds the key.
    public String shownUrl() {
        return shown(url());
    }

    String shown(String url) {
        int query = url.indexOf('?');
        String bare = query < 0 ? url : url.substring(0, query);
        boolean secret = provider.apiKey() instanceof InlineSecret(String key, _) && !key.isEmpty()
            && bare.contains(key);
        return secret ? bare.substring(0, bare.indexOf('/', bare.indexOf("://") + 3)) + "/…" : bare;
    }

    /// Scheme, host and port.
    String origin() {
        String url = url();
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? url : url.substring(0, slash);
    }

    /// The provider with this place alone.
    Provider asked(Auth auth) {
        Provider p = provider;
        return new Provider(p.id(), p.name(), true, base, Map.of(format, base), p.apiKey(), List.of(format), null,
            Map.of(format, auth), p.headers(), p.anthropicVersion(), p.anthropicBeta(), p.models(), p.rateLimits(),
            p.timeouts(), p.network(), p.fingerprint());
    }

    /// The ways in which the key is tried: as configured, or else as the known provider or the format's vendor expects
    /// it, then as the other vendors do. One way alone if it is configured, or if there is no key.
    public List<Auth> ways() {
        if (provider.ownAuth(format) instanceof Auth own) return List.of(own);
        var at = new Provider(provider.id(), provider.name(), true, base, Map.of(), provider.apiKey(), List.of(format),
            null, Map.of(), List.of(), null, null, List.of(), List.of(), provider.timeouts(), provider.network(), "");
        var ways = new ArrayList<>(List.of(ProviderAddress.auth(at, format)));
        if (provider.apiKey() == null) return List.copyOf(ways);
        for (Auth.Type type : List.of(Auth.Type.BEARER, Auth.Type.X_API_KEY)) {
            var way = new Auth(type, null, "");
            if (!ways.contains(way)) ways.add(way);
        }
        return List.copyOf(ways);
    }

    /// How a key is sent, for people.
    public static String words(Auth auth) {
        return switch (auth.type()) {
            case BEARER -> "Authorization: Bearer";
            case X_API_KEY -> "x-api-key";
            case HEADER -> auth.headerName();
            case NONE -> "no key";
        };
    }
}
