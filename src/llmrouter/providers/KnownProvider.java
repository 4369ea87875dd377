package llmrouter.providers;

import java.util.List;

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
/// @param quirks   what is particular about it, sentences; or empty
/// @param sources  the pages that the row was checked against
/// @param checked  when it was, `YYYY-MM`
public record KnownProvider(String id, String name, String key, String base, List<String> hosts, List<ApiBase> bases,
        boolean oneKey, String quirks, List<String> sources, String checked) {

    static KnownProvider of(String id, String name, String key, String base, List<String> hosts, ApiBase... bases) {
        return new KnownProvider(id, name, key, base, hosts, List.of(bases), true, "", List.of(), "");
    }

    KnownProvider withAKeyForEachBase() {
        return new KnownProvider(id, name, key, base, hosts, bases, false, quirks, sources, checked);
    }

    KnownProvider quirk(String sentences) {
        return new KnownProvider(id, name, key, base, hosts, bases, oneKey, sentences, sources, checked);
    }

    KnownProvider checked(String month, String... pages) {
        return new KnownProvider(id, name, key, base, hosts, bases, oneKey, quirks, List.of(pages), month);
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
}
