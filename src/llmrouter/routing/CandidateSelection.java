package llmrouter.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.KnownNames;
import llmrouter.config.Provider;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.text.NearestReference;

/// Which candidates a name means to the operator: those of a provider, one model, or those of an alias.
public sealed interface CandidateSelection {
    /// @param candidates tests a reference `provider/model`
    record Selected(Predicate<String> candidates) implements CandidateSelection {}

    /// The name means nothing in this configuration.
    ///
    /// @param near known names that are spelled like it, possibly none
    record Unknown(List<String> near) implements CandidateSelection {}

    /// @param name a provider's id, `provider/model`, or an alias; null for all candidates. A provider comes before an
    ///             alias of the same name, which is then written `alias:name`
    static CandidateSelection of(String name, Config config, RouteResolver routes) {
        if (name == null) return new Selected(_ -> true);
        for (Provider p : config.providers()) {
            if (p.id().equals(name)) return new Selected(ref -> ref.startsWith(name + "/"));
        }
        var known = new KnownNames(config);
        if (known.alias(name) instanceof String alias) return ofAlias(alias, routes);
        if (known.canonical(name) instanceof String ref) return new Selected(ref::equals);
        boolean passedOn = routes.resolve(name, Format.DEFAULT) instanceof Resolution.Found(Route route)
            && !route.alias() && route.ref().equals(name);
        return passedOn ? new Selected(name::equals) : new Unknown(near(name, known));
    }

    private static CandidateSelection ofAlias(String alias, RouteResolver routes) {
        Set<String> refs = new HashSet<>();
        if (routes.resolve("alias:" + alias, Format.DEFAULT) instanceof Resolution.Found(Route route)) {
            for (Candidate c : route.candidates()) refs.add(c.ref());
        }
        return new Selected(refs::contains);
    }

    private static List<String> near(String name, KnownNames known) {
        var names = new ArrayList<String>();
        for (Provider p : known.config().providers()) names.add(p.id());
        names.addAll(known.all());
        return NearestReference.of(name, names, 3);
    }
}
