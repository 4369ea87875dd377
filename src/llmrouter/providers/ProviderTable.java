package llmrouter.providers;

import java.util.ArrayList;
import java.util.List;

/// The known providers. A row is looked for in this order.
public final class ProviderTable {
    public static final List<KnownProvider> ROWS = rows();

    private ProviderTable() {}

    private static List<KnownProvider> rows() {
        var rows = new ArrayList<>(VendorRows.ROWS);
        rows.addAll(CloudRows.ROWS);
        rows.addAll(HostRows.ROWS);
        rows.addAll(LocalRows.ROWS);
        return List.copyOf(rows);
    }

    /// The row of an id, or null.
    public static KnownProvider of(String id) {
        return ROWS.stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
    }
}
