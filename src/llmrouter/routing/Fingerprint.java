package llmrouter.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import llmrouter.config.Auth;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.network.ClientCertificate;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyChoice;
import llmrouter.text.Text;

/// Tells whether a provider is still called with the same key at the same address. A failure is recorded with the
/// fingerprint of the provider at that time, so that it does not count for a provider whose key or address was
/// corrected since then.
///
/// A fingerprint has two parts of eight hexadecimal digits, as in `0a1b2c3d.4e5f6071`. The first is made from what
/// chooses the account (key, authentication, headers, client certificate), the second from what is called and how
/// (base URLs, formats, versions, proxy).
/// Each is the beginning of a SHA-256 digest. It is this short so that a key cannot be found out from it: a great many
/// keys have the same 32 bits. Two keys that follow each other have them only once in four thousand million times.
///
/// An empty fingerprint is unknown, as in the state of an earlier version. It is taken for the same as any other.
public final class Fingerprint {
    private static final int DIGITS = 8;

    private Fingerprint() {}

    /// The same configuration with the fingerprint of each enabled provider whose key is known.
    ///
    /// @param sha256 the digest of a text's UTF-8 bytes, as hexadecimal digits
    public static Config intoAll(Config config, UnaryOperator<String> sha256) {
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) {
            boolean known = p.enabled() && (p.apiKey() == null || p.apiKey() instanceof InlineSecret);
            providers.add(known ? p.withFingerprint(of(p, sha256)) : p);
        }
        return config.withProviders(List.copyOf(providers));
    }

    private static String of(Provider provider, UnaryOperator<String> sha256) {
        return start(sha256.apply(account(provider))) + "." + start(sha256.apply(address(provider)));
    }

    private static String start(String digest) {
        return digest.substring(0, DIGITS);
    }

    /// The provider's id is part of it, so that equal keys of two providers are not seen to be equal.
    private static String account(Provider p) {
        var text = new Text().quote(p.id());
        if (p.apiKey() instanceof InlineSecret key) text.quote(key.value());
        for (Format format : p.formats()) {
            Auth auth = p.ownAuth(format) instanceof Auth own ? own : Auth.defaultFor(format);
            text.add('\n').add(auth.type().name()).quote(orEmpty(auth.headerName())).quote(orEmpty(auth.prefix()));
        }
        for (CustomHeader header : p.headers()) {
            text.add('\n').quote(header.name()).add(header.value() == null ? "-" : "+").quote(orEmpty(header.value()));
        }
        return text.add(certificate(p.network().certificate())).take();
    }

    /// Empty for a provider without one of its own, so that fingerprints of earlier versions stay the same.
    private static String certificate(ClientCertificate own) {
        if (own == null) return "";
        return new Text().add("\ncertificate").quote(own.file()).quote(orEmpty(own.keyFile())).take();
    }

    private static String proxy(ProxyChoice choice) {
        return switch (choice) {
            case ProxyChoice.OfEnvironment _ -> "";
            case ProxyChoice.Direct _ -> "\ndirect";
            case ProxyChoice.Through(ProxyAddress proxy) -> {
                var text = new Text().add("\nproxy").quote(proxy.toString());
                if (proxy.login() != null) text.quote(proxy.login().user()).quote(proxy.login().password());
                yield text.take();
            }
        };
    }

    private static String address(Provider p) {
        var text = new Text().quote(p.id()).quote(orEmpty(p.anthropicVersion())).quote(orEmpty(p.anthropicBeta()));
        for (Format format : p.formats()) {
            text.add('\n').add(format.word()).quote(orEmpty(p.baseUrlFor(format)));
        }
        return text.add(proxy(p.network().proxy())).take();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /// The fingerprints of a configuration by provider; unknown ones are left out.
    public static Map<String, String> byProvider(Config config) {
        var all = new LinkedHashMap<String, String>();
        for (Provider p : config.providers()) {
            if (!p.fingerprint().isEmpty()) all.put(p.id(), p.fingerprint());
        }
        return all;
    }

    /// Whether they mean the same key and address, as far as known.
    static boolean same(String one, String other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /// Whether they mean the same account, as far as known.
    static boolean sameAccount(String one, String other) {
        return same(one, other) || one.regionMatches(0, other, 0, DIGITS + 1);
    }
}
