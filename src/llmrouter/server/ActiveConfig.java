package llmrouter.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import llmrouter.Version;
import llmrouter.admission.FrontDoor;
import llmrouter.admission.FrontDoorTerms;
import llmrouter.config.Config;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.RouteResolver;

/// A configuration and all that is made from it, replaced as one. A request keeps the one it began with.
record ActiveConfig(Config config, RouteResolver routes, FrontDoor door) {
    /// @param offered      the models of providers that pass their models through, as far as they are known
    /// @param epochSeconds when the configuration was read
    static ActiveConfig of(Config config, OfferedModels offered, ListenAddress address, FrontDoorTerms terms,
            long epochSeconds) {
        boolean keyRequired = address.requiresKey(config.hasClientKey());
        return new ActiveConfig(config, new RouteResolver(config, offered),
            new FrontDoor(config, offered, keyRequired, epochSeconds, terms));
    }

    /// The same for every configuration of a gateway.
    /// @param operator or null
    static FrontDoorTerms terms(ListenAddress address, AccessSettings access, Operator operator) {
        String bound = address.host().toLowerCase(Locale.ROOT);
        return new FrontDoorTerms(access, bound, Version.CURRENT, ActiveConfig::sha256,
            headers -> operator != null && operator.sends(headers));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
