package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.keys.FetchedKeys;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.Secrets;

/// Warns of keys whose place a configuration names and that cannot be had here, or are not the key alone there. The
/// gateway may have another environment, so it is no mistake.
final class KeyWarnings {
    private KeyWarnings() {}

    /// Warns of the keys that a change has set or moved.
    ///
    /// @param before the text before the change
    /// @param after  what the file means now
    static void say(Invocation in, String before, ConfigOutcome after) {
        if (!(after instanceof ValidConfig now)) return;
        Map<String, Secret> known = keys(ConfigReader.read(before, "before"));
        for (String line : missing(in, now.config(), known)) in.say("warning: " + line);
        for (String line : wrapped(in, withoutKnown(now.config(), known))) in.say("warning: " + line);
    }

    /// A line about each key of a configuration that cannot be had here.
    static List<String> missing(Invocation in, Config config) {
        return missing(in, config, Map.of());
    }

    /// A line about each key that a variable or a file holds here with something around it, or that is none.
    static List<String> wrapped(Invocation in, Config config) {
        return FetchedKeys.lines(secrets(in).withKeysOfPlaces(config));
    }

    private static Secrets secrets(Invocation in) {
        return new Secrets(in.shell().environment()::get, in.shell().home());
    }

    private static Config withoutKnown(Config config, Map<String, Secret> known) {
        boolean same = config.masterKey() != null && config.masterKey().equals(known.get("masterKey"));
        return config.withMasterKey(same ? null : config.masterKey()).withProviders(config.providers().stream()
            .filter(p -> p.apiKey() != null && !p.apiKey().equals(known.get(owner(p)))).toList());
    }

    private static String owner(Provider provider) {
        return "provider \"" + provider.id() + "\"";
    }

    private static List<String> missing(Invocation in, Config config, Map<String, Secret> known) {
        Secrets secrets = secrets(in);
        var lines = new ArrayList<String>();
        keys(new ValidConfig(config, 0, List.of())).forEach((owner, key) -> {
            String why = key.equals(known.get(owner)) ? null : secrets.missing(key);
            if (why != null) lines.add(owner + ": " + why + consequence(owner));
        });
        return lines;
    }

    private static String consequence(String owner) {
        return owner.equals("masterKey") ? "; a gateway without it does not start"
            : "; a gateway without it leaves the provider out";
    }

    /// The keys by owner: `masterKey`, `provider "p"` for each provider that is switched on.
    private static Map<String, Secret> keys(ConfigOutcome outcome) {
        var keys = new LinkedHashMap<String, Secret>();
        if (!(outcome instanceof ValidConfig valid)) return keys;
        if (valid.config().masterKey() != null) keys.put("masterKey", valid.config().masterKey());
        for (Provider provider : valid.config().providers()) {
            if (provider.enabled() && provider.apiKey() != null) {
                keys.put(owner(provider), provider.apiKey());
            }
            if (provider.enabled() && provider.certificatePassword() != null) {
                keys.put("client certificate of provider \"" + provider.id() + "\"", provider.certificatePassword());
            }
        }
        return keys;
    }
}
