package llmrouter.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Finds the references that a misspelled reference to a model probably means. References are `provider/model`,
/// `provider/*` for every model of a provider, and names of aliases.
///
/// A model whose name was typed without its provider comes first. Then comes the same model under another provider,
/// the nearest provider before the others; a bare model name is near to every reference that ends with it.
/// Then come the names that [NearestName] finds.
public final class NearestReference {
    private static final String EVERY = "*";

    private NearestReference() {}

    /// The nearest of `known`, best first, at most `max`. A `provider/*` stands for the typed model under that
    /// provider, and is not suggested itself.
    public static List<String> of(String typed, Collection<String> known, int max) {
        var found = new ArrayList<>(sameModel(typed, known));
        var names = known.stream().filter(name -> !name.endsWith("/" + EVERY)).toList();
        for (String name : NearestName.of(typed, names, max)) {
            if (!found.contains(name)) found.add(name);
        }
        return List.copyOf(found.subList(0, Math.min(max, found.size())));
    }

    /// ` (did you mean "a" or "b"?)`, or nothing when none is near; to follow the misspelled reference in a message.
    public static String hint(String typed, Collection<String> known) {
        return NearestName.question(of(typed, known, 3));
    }

    /// The typed model under other providers, the nearest provider first.
    private static List<String> sameModel(String typed, Collection<String> known) {
        int slash = typed.indexOf('/');
        String provider = slash < 0 ? "" : lower(typed.substring(0, slash));
        String model = typed.substring(slash + 1);
        var found = new ArrayList<String>();
        var distances = new ArrayList<Integer>();
        if (model.isEmpty() || typed.length() > NearestName.LONGEST) return found;
        for (String name : known) {
            int cut = name.indexOf('/');
            if (cut < 0 || cut > NearestName.LONGEST) continue;
            boolean whole = lower(name.substring(cut + 1)).equals(lower(typed)); // a model's name may have slashes
            int distance = whole ? -1 : slash < 0 ? 0 : NearestName.distance(provider, lower(name.substring(0, cut)));
            boolean nearProvider = slash >= 0 && distance <= Math.max(1, provider.length() / 3);
            String meant = whole ? name : meant(name, cut, model, nearProvider);
            if (meant == null || found.contains(meant) || meant.equals(typed)) continue;
            int at = distances.size();
            while (at > 0 && distances.get(at - 1) > distance) at--;
            distances.add(at, distance);
            found.add(at, meant);
        }
        return found;
    }

    /// What a known reference says for a typed model; null if it is about another model.
    ///
    /// @param cut          where the known reference has its first slash
    /// @param nearProvider whether its provider is spelled like the typed one
    private static String meant(String name, int cut, String model, boolean nearProvider) {
        String own = name.substring(cut + 1);
        if (own.equals(EVERY)) return nearProvider ? name.substring(0, cut + 1) + model : null;
        String wanted = lower(model);
        String has = lower(own);
        return has.equals(wanted) || has.endsWith("/" + wanted) ? name : null;
    }

    private static String lower(String text) {
        return Letters.lower(text);
    }
}
