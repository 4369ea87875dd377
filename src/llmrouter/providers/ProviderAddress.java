package llmrouter.providers;

import java.util.List;

import llmrouter.config.Auth;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Provider;

/// Where an endpoint of a provider is, and how its key is sent there: by the table if the base URL is that of a known
/// provider, else by [UnknownBase]. A known provider's base URL may be written in any way that people paste it: with or
/// without slashes, the version or an endpoint at its end, and also the bare host.
public final class ProviderAddress {
    private static final Remembered<Asked, Way> WAYS = new Remembered<>(ProviderAddress::search);

    private ProviderAddress() {}

    /// An endpoint that requests ask for.
    private record Asked(String base, Format format, String endpoint) {}

    /// How it is asked.
    ///
    /// @param auth that the known provider expects; null for that of the format's vendor
    private record Way(String url, Auth auth) {}

    /// A base of a known provider, with the values at the places of its path.
    ///
    /// @param meant whether the base URL means it and not another base of the provider
    private record Found(ApiBase base, List<String> values, boolean meant) {}

    /// The address of a format's conversations.
    ///
    /// @param base that [llmrouter.config.BaseUrls#problem] accepts
    public static String of(String base, Format format) {
        return of(base, format, format.endpoint());
    }

    /// The address of an endpoint.
    ///
    /// @param base     that [llmrouter.config.BaseUrls#problem] accepts
    /// @param format   of the request
    /// @param endpoint relative to the version, e.g. `chat/completions`
    public static String of(String base, Format format, String endpoint) {
        return WAYS.of(new Asked(base, format, endpoint)).url;
    }

    private static Way search(Asked asked) {
        BaseParts parts = BaseParts.of(asked.base);
        Found found = find(parts, asked.format, asked.endpoint);
        if (found == null) return new Way(UnknownBase.url(parts, asked.format, asked.endpoint), null);
        String path = PathPattern.of(found.base().path()).with(found.values());
        String url = parts.origin() + path + "/" + asked.endpoint + found.base().query(parts);
        return new Way(url, found.base().auth());
    }

    /// The address of a format's conversations at a configured provider, or null if it has no base URL for them.
    public static String of(Provider provider, Format format) {
        String base = provider.baseUrlFor(format);
        return base == null ? null : of(base, format);
    }

    /// The address of a configured provider's list of models. It must have a base URL for the format.
    public static String ofModels(Provider provider, Format format) {
        return of(provider.baseUrlFor(format), format, Endpoints.MODELS);
    }

    /// How the key is sent for a format: as configured, else as the known provider expects it, else as the format's
    /// vendor does.
    public static Auth auth(Provider provider, Format format) {
        if (provider.ownAuth(format) instanceof Auth own) return own;
        String base = provider.baseUrlFor(format);
        Auth known = base == null ? null : WAYS.of(new Asked(base, format, format.endpoint())).auth;
        return known == null ? Auth.defaultFor(format) : known;
    }

    /// The known provider whose base URL it is, or null.
    public static KnownProvider known(String base) {
        List<KnownProvider> rows = ProviderTable.at(BaseParts.of(base).place());
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /// The format that suits a known provider's base URL best, or null if it is not known.
    public static Format formatOf(String base) {
        BaseParts parts = BaseParts.of(base);
        for (Format format : Format.values()) {
            Found found = find(parts, format, format.endpoint());
            if (found != null && found.meant()) return found.base().formats().getFirst();
        }
        return null;
    }

    private static Found find(BaseParts parts, Format format, String endpoint) {
        for (KnownProvider row : ProviderTable.at(parts.place())) {
            Found found = find(row, parts, format, endpoint);
            if (found != null) return found;
        }
        return null;
    }

    /// The base that the base URL means. If it does not serve the endpoint and another one of the same key does, that
    /// one. Null if the path is not known.
    private static Found find(KnownProvider row, BaseParts parts, Format format, String endpoint) {
        Found meant = null;
        for (String root : parts.endpoint() == null ? List.of(parts.path()) : List.of(parts.path(), parts.root())) {
            for (ApiBase base : row.bases()) {
                List<String> values = base.valuesIn(parts, root);
                if (values == null) continue;
                if (base.serves(format, endpoint)) return new Found(base, values, true);
                if (meant == null) meant = new Found(base, values, true);
            }
        }
        if (meant == null || !row.oneKey()) return meant;
        for (ApiBase base : row.bases()) {
            boolean reached = !base.dated() && base.serves(format, endpoint);
            if (reached && base.takes(meant.values())) return new Found(base, meant.values(), false);
            if (reached && base.takes(List.of())) return new Found(base, List.of(), false);
        }
        return meant;
    }
}
