package llmrouter.clients;

import java.util.ArrayList;
import java.util.stream.Stream;

import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;

/// The model that a client gets if the user names none: an alias, because the user chose its targets; else the default
/// model; else any model. If there is one that can be called, it is one: the key of its provider is not missing.
public final class UsualModel {
    private UsualModel() {}

    /// A name that the gateway knows, or null if the configuration names no model.
    public static String of(Config config) {
        String preset = config.defaultModel();
        boolean presetIsAlias = preset != null && config.aliases().containsKey(preset);
        var names = new ArrayList<String>();
        if (presetIsAlias) names.add(preset);
        names.addAll(config.aliases().keySet());
        if (preset != null) names.add(preset);
        config.providers().stream().filter(Provider::enabled).flatMap(UsualModel::refs).forEach(names::add);
        var routes = new RouteResolver(config);
        return names.stream().filter(name -> callable(routes, name)).findFirst()
            .orElse(names.isEmpty() ? null : names.getFirst());
    }

    private static Stream<String> refs(Provider provider) {
        return provider.models().stream().filter(model -> model.enabled() && !model.isEvery())
            .map(model -> provider.id() + "/" + model.id());
    }

    private static boolean callable(RouteResolver routes, String name) {
        return routes.resolve(name, Format.DEFAULT) instanceof Resolution.Found(Route route)
            && route.available() != null;
    }
}
