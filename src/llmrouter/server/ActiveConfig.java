package llmrouter.server;

import java.util.Locale;

import llmrouter.admission.ModelCatalog;
import llmrouter.config.Config;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.routing.RouteResolver;

/// A configuration and all that is made from it, swapped as one. A request keeps the one it began with.
record ActiveConfig(Config config, RouteResolver routes, ModelCatalog models, AccessGuard guard, OriginGuard origins) {
    static ActiveConfig of(Config config, ListenAddress address, AccessSettings access, long epochSeconds) {
        boolean keyed = address.asksForKey(config.masterKey() != null || !config.masterKeys().isEmpty());
        return new ActiveConfig(config, new RouteResolver(config), new ModelCatalog(config, epochSeconds), new AccessGuard(config, keyed),
            new OriginGuard(access, address.host().toLowerCase(Locale.ROOT), keyed));
    }
}
