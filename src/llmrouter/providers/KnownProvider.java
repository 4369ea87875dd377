package llmrouter.providers;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Model;

/// A row of the table of known providers.
///
/// @param id       as a provider's id in a configuration
/// @param name     for people
/// @param key      the variable of the environment that usually holds the key; null if no key is needed
/// @param base     the base URL to write into a configuration, with `{name}` for what differs from user to user
/// @param hosts    of its addresses: a name, one with `*` at its front for anything, or `*:port` for any host with that
///                 port; empty if it may be anywhere, so that the rule for unknown base URLs holds
/// @param bases    what stands there; the first one is meant by the bare host
/// @param oneKey   whether one key is good for all of its bases, so that a format may be asked at another one
/// @param models   models to write into a configuration, as of `checked`; empty if the provider has a list of its own,
///                 or if its models are the user's
/// @param quirks   what is particular about it, sentences; or empty
/// @param sources  the pages that the row was checked against
/// @param checked  when it was, `YYYY-MM`
public record KnownProvider(String id, String name, String key, String base, List<String> hosts, List<ApiBase> bases,
        boolean oneKey, List<RoleModel> models, String quirks, List<String> sources, String checked) {

    static KnownProvider of(String id, String name, String key, String base, List<String> hosts, ApiBase... bases) {
        return new KnownProvider(id, name, key, base, hosts, List.of(bases), true, List.of(), "", List.of(), "");
    }

    KnownProvider withAKeyForEachBase() {
        return new KnownProvider(id, name, key, base, hosts, bases, false, models, quirks, sources, checked);
    }

    /// @param pairs each a role and a model's id, with a space between
    KnownProvider models(String... pairs) {
        return new KnownProvider(id, name, key, base, hosts, bases, oneKey, RoleModel.list(pairs), quirks, sources,
            checked);
    }

    KnownProvider quirk(String sentences) {
        return new KnownProvider(id, name, key, base, hosts, bases, oneKey, models, sentences, sources, checked);
    }

    KnownProvider checked(String month, String... pages) {
        return new KnownProvider(id, name, key, base, hosts, bases, oneKey, models, quirks, List.of(pages), month);
    }

    /// Whether an address is this provider's.
    ///
    /// @param place host and port, in lower case
    boolean isAt(String place) {
        for (String host : hosts) {
            boolean same = host.startsWith("*") ? place.endsWith(host.substring(1)) : place.equals(host);
            if (same) return true;
        }
        return false;
    }

    /// What differs from user to user in its base URL, e.g. `resource`; empty for most.
    public List<String> blanks() {
        var blanks = new ArrayList<String>();
        for (int at = base.indexOf('{'); at >= 0; at = base.indexOf('{', at + 1)) {
            blanks.add(base.substring(at + 1, base.indexOf('}', at)));
        }
        return List.copyOf(blanks);
    }

    /// The formats in which a provider with its base URL can be asked, the best one first: those of the base that the
    /// URL means, then those that another base takes with the same key. Those that are for trials only are left out.
    public List<Format> formats() {
        var formats = new ArrayList<Format>();
        String shown = withBlanks("x");
        ApiBase meant = bases.stream().filter(b -> b.valuesIn(BaseParts.of(shown), BaseParts.of(shown).path()) != null)
            .findFirst().orElse(bases.getFirst());
        formats.addAll(meant.formats());
        for (ApiBase other : oneKey ? bases : List.<ApiBase>of()) {
            for (Format format : other.dated() || other.trial() ? List.<Format>of() : other.formats()) {
                boolean reached = !formats.contains(format) && isReached(shown, format);
                if (reached) formats.add(format);
            }
        }
        return List.copyOf(formats);
    }

    /// Whether a request of this format that is made with the base URL goes to a base that serves it.
    private boolean isReached(String shown, Format format) {
        String url = ProviderAddress.of(shown, format);
        for (ApiBase base : bases) {
            String path = PathPattern.of(base.path()).withBlanks("x");
            boolean serves = base.serves(format, format.endpoint());
            if (serves && url.contains(path + "/" + format.endpoint())) return true;
        }
        return false;
    }

    private String withBlanks(String value) {
        var out = new StringBuilder(base);
        for (int at = out.indexOf("{"); at >= 0; at = out.indexOf("{")) out.replace(at, out.indexOf("}") + 1, value);
        return out.toString();
    }

    /// Whether it has a list of its models.
    public boolean hasList() {
        return bases.stream().anyMatch(base -> base.others().contains(Endpoints.MODELS));
    }

    /// The ids of the models to write into a configuration: `*` if the provider has a list of its own, else those that
    /// are known. Empty if only the user knows them.
    public List<String> modelIds() {
        return hasList() ? List.of(Model.EVERY) : models.stream().map(RoleModel::id).toList();
    }
}
