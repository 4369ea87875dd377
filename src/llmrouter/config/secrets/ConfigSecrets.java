package llmrouter.config.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Settings;
import llmrouter.config.StateBackend.RedisState;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyChoice;
import llmrouter.http.BasicCredentials;
import llmrouter.text.Letters;

/// Which values of a configuration and of the settings are secrets: keys, passwords, and the values of the headers that
/// providers are sent, whatever the names of the headers: any name can carry a key.
///
/// No secret is what is public anyway: a value that the configuration also uses as a name, a word that stands for "no
/// key needed", and an ordinary word in a header whose name is not about a secret. Such a word would be cut out of
/// messages that have nothing to do with it. A client's key is known only while its request runs; the configuration
/// has its digest.
public final class ConfigSecrets {
    /// Headers whose values are no secrets: they name the program, the format, or a version of the interface, and
    /// errors may quote them to say what is wrong.
    private static final Set<String> PUBLIC = Set.of("user-agent", "http-referer", "referer", "origin", "x-title",
        "accept", "accept-language", "accept-encoding", "content-type", "anthropic-version", "anthropic-beta",
        "openai-beta", "openai-version", "api-version", "x-api-version");
    /// What users write where a server wants any key.
    private static final Set<String> NO_KEY = Set.of("llm-router", "lm-studio", "lmstudio", "llama-cpp", "llama.cpp",
        "not-needed", "notneeded", "not_needed", "not-used", "not-required", "no-key-needed", "no-key-required",
        "no-api-key", "no-auth", "unneeded", "unused-key", "dummy-key", "dummykey", "dummy_key", "fake-key",
        "local-key", "localhost", "placeholder", "anything", "whatever", "password", "changeme", "undefined",
        "sk-no-key-required");
    /// What the names of headers with a secret have in them.
    private static final List<String> ABOUT_SECRETS = List.of("key", "token", "secret", "auth", "pass", "credential",
        "cookie", "session", "jwt", "sign", "cert");
    /// A longer value is no single ordinary word.
    private static final int LONGEST_WORD = 16;

    private final Set<String> names = new HashSet<>();
    private final List<String> secrets = new ArrayList<>();

    private ConfigSecrets(Config config) {
        for (Provider p : config.providers()) {
            names(p.id(), p.name());
            for (Model m : p.models()) {
                names(m.id());
                m.aliases().forEach(this::names);
            }
        }
        config.aliases().keySet().forEach(this::names);
        for (ClientKey key : config.masterKeys()) names(key.name());
    }

    private void names(String... public_) {
        for (String name : public_) {
            if (name != null) names.add(Letters.lower(name));
        }
    }

    /// All secrets of a configuration whose keys were looked up, and those that are known from elsewhere.
    public static SecretWords of(Config config, Collection<String> others) {
        var found = new ConfigSecrets(config);
        found.add(config.masterKey());
        for (Provider p : config.providers()) found.add(p);
        others.forEach(found::add);
        return new SecretWords(found.secrets);
    }

    /// All secrets of a provider whose keys were looked up.
    public static SecretWords of(Provider provider) {
        var found = new ConfigSecrets(Config.EMPTY);
        found.add(provider);
        return new SecretWords(found.secrets);
    }

    /// The secrets that the settings hold. Files that they name are not read.
    public static List<String> of(Settings settings) {
        var found = new ConfigSecrets(Config.EMPTY);
        found.add(settings.masterKey());
        if (settings.state().backend() instanceof RedisState redis) found.add(redis.password());
        found.add(settings.proxies().https());
        found.add(settings.proxies().http());
        found.add(settings.tls().password());
        if (settings.tls().client() != null) found.add(settings.tls().client().password());
        return found.secrets;
    }

    private void add(Provider provider) {
        add(provider.apiKey());
        add(provider.certificatePassword());
        for (CustomHeader header : provider.headers()) add(header);
        if (provider.network().proxy() instanceof ProxyChoice.Through(ProxyAddress proxy)) add(proxy);
    }

    private void add(CustomHeader header) {
        String value = header.value();
        if (value == null || PUBLIC.contains(header.name()) || isWord(value) && !isAboutSecrets(header.name())) return;
        add(value);
        add(value.substring(value.indexOf(' ') + 1)); // behind "Bearer"
        add(BasicCredentials.password(value));
    }

    private static boolean isAboutSecrets(String header) {
        return ABOUT_SECRETS.stream().anyMatch(header::contains);
    }

    /// Whether it is one word of small letters, of which the first may be a capital.
    private static boolean isWord(String value) {
        if (value.length() > LONGEST_WORD) return false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || i == 0 && c >= 'A' && c <= 'Z';
            if (!letter) return false;
        }
        return true;
    }

    private void add(Secret secret) {
        if (secret instanceof InlineSecret known) add(known.value());
    }

    private void add(ProxyAddress proxy) {
        if (proxy != null && proxy.login() != null) add(proxy.login().password());
    }

    private void add(String secret) {
        if (secret == null) return;
        String lower = Letters.lower(secret);
        if (!names.contains(lower) && !NO_KEY.contains(lower)) secrets.add(secret);
    }
}
