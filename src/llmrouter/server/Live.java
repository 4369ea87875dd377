package llmrouter.server;

import llmrouter.config.Config;
import llmrouter.gateway.ModelCatalog;
import llmrouter.routing.RouteResolver;

/// A configuration and all that is made from it, swapped as one. A request keeps the one it began with.
record Live(Config config, RouteResolver routes, ModelCatalog models, AccessGuard guard) {
    static Live of(Config config, ListenAddress address, long epochSeconds) {
        return new Live(config, new RouteResolver(config), new ModelCatalog(config, epochSeconds), new AccessGuard(config, address));
    }
}
