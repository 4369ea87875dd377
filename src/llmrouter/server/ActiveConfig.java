package llmrouter.server;

import java.util.Locale;

import llmrouter.Version;
import llmrouter.admission.FrontDoor;
import llmrouter.admission.FrontDoorTerms;
import llmrouter.config.Config;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.secrets.SecretWords;
import llmrouter.files.KeyDigest;
import llmrouter.routing.Fingerprint;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.RouteResolver;

/// A configuration and all that is made from it, replaced as one. A request keeps the one it began with.
///
/// @param secrets of the configuration and of the settings
/// @param refusal a later configuration that is not taken, or null
record ActiveConfig(Config config, RouteResolver routes, FrontDoor door, SecretWords secrets, ConfigRefusal refusal) {
    /// @param before       what was used until now, or null. A gateway that required a key goes on to require one: to
    ///                     remove its last key locks it.
    /// @param offered      the models of providers that pass their models through, as far as they are known
    /// @param secrets      of the configuration and of the settings
    /// @param epochSeconds when the configuration was read
    static ActiveConfig of(Config config, ActiveConfig before, OfferedModels offered, ListenAddress address,
            FrontDoorTerms terms, SecretWords secrets, long epochSeconds) {
        boolean required = before != null && before.door.keyRequired();
        boolean keyRequired = address.requiresKey(required || config.hasClientKey());
        Config known = Fingerprint.intoAll(config, terms.sha256()::hex);
        return new ActiveConfig(known, new RouteResolver(known, offered),
            new FrontDoor(known, offered, keyRequired, epochSeconds, terms), secrets, null);
    }

    /// The same, while a later configuration is refused.
    ActiveConfig refusing(ConfigRefusal later) {
        return new ActiveConfig(config, routes, door, secrets, later);
    }

    /// The same for every configuration of a gateway.
    static FrontDoorTerms terms(ListenAddress address, AccessSettings access) {
        String bound = address.host().toLowerCase(Locale.ROOT);
        return new FrontDoorTerms(access, bound, Version.CURRENT, KeyDigest::sha256);
    }
}
