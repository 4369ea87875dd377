package llmrouter.providers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The known providers, in the order of the documents. Every request looks for its provider here, so rows are found by
/// their hosts.
public final class ProviderTable {
    public static final List<KnownProvider> ROWS = rows();
    private static final Map<String, List<KnownProvider>> BY_HOST = byHost();
    private static final List<KnownProvider> BY_PATTERN = ROWS.stream()
        .filter(row -> row.hosts().stream().anyMatch(host -> host.startsWith("*"))).toList();

    private ProviderTable() {}

    private static List<KnownProvider> rows() {
        var rows = new ArrayList<>(VendorRows.ROWS);
        rows.addAll(CloudRows.ROWS);
        rows.addAll(HostRows.ROWS);
        rows.addAll(LocalRows.ROWS);
        return List.copyOf(rows);
    }

    private static Map<String, List<KnownProvider>> byHost() {
        var byHost = new HashMap<String, List<KnownProvider>>();
        for (KnownProvider row : ROWS) {
            for (String host : row.hosts()) byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(row);
        }
        return byHost;
    }

    /// The rows of an address: those that name its host first, then those with a pattern that it has.
    ///
    /// @param place host and port, in lower case
    static List<KnownProvider> at(String place) {
        List<KnownProvider> named = BY_HOST.getOrDefault(place, List.of());
        List<KnownProvider> all = named;
        for (KnownProvider row : BY_PATTERN) {
            if (!row.isAt(place) || named.contains(row)) continue;
            if (all == named) all = new ArrayList<>(named);
            all.add(row);
        }
        return all;
    }

    /// The row of an id, or null.
    public static KnownProvider of(String id) {
        return ROWS.stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
    }
}
