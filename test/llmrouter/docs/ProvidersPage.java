package llmrouter.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.providers.ApiBase;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.ProviderTable;

/// The part of `docs/providers.md` that is made from the table of known providers.
final class ProvidersPage {
    private ProvidersPage() {}

    static String text() {
        var out = new StringBuilder("| provider | base URL | formats | variable with the key |\n|---|---|---|---|\n");
        for (KnownProvider row : ProviderTable.ROWS) {
            String link = "[" + row.name() + "](#" + anchor(row.name()) + ")";
            out.append("| ").append(link).append(" | `").append(row.base()).append("` | ").append(formats(row))
                .append(" | ").append(row.key() == null ? "–" : "`" + row.key() + "`").append(" |\n");
        }
        for (KnownProvider row : ProviderTable.ROWS) out.append(section(row));
        return out.append('\n').toString();
    }

    private static String anchor(String heading) {
        return heading.toLowerCase().replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    private static String formats(KnownProvider row) {
        return row.bases().stream().flatMap(base -> base.formats().stream()).distinct().sorted()
            .map(Format::word).collect(Collectors.joining(", "));
    }

    private static String section(KnownProvider row) {
        var out = new StringBuilder("\n### ").append(row.name()).append("\n\n");
        out.append(row.hosts().isEmpty() ? "At any host and port.\n" : "At " + hosts(row.hosts()) + ".\n");
        out.append("\n| path | endpoints | the key is sent as | `api-version` |\n|---|---|---|---|\n");
        for (ApiBase base : row.bases()) {
            out.append("| `").append(base.path()).append("/` | `")
                .append(String.join("`, `", base.endpoints())).append("` | ").append(auths(base)).append(" | ")
                .append(version(base)).append(" |\n");
        }
        if (!row.quirks().isEmpty()) out.append('\n').append(row.quirks()).append('\n');
        if (!row.models().isEmpty()) out.append("\nModels as of ").append(row.checked()).append(": ")
            .append(models(row)).append(".\n");
        return out.append("\nChecked ").append(row.checked()).append(" against ").append(sources(row)).append(".\n")
            .toString();
    }

    private static String models(KnownProvider row) {
        return row.models().stream().map(model -> "`" + model.id() + "` (" + model.role() + ")")
            .collect(Collectors.joining(", "));
    }

    private static String hosts(List<String> hosts) {
        return hosts.stream().map(h -> h.startsWith("*:") ? "port " + h.substring(2) + " of any host" : "`" + h + "`")
            .collect(Collectors.joining(", "));
    }

    private static String auths(ApiBase base) {
        var auths = new ArrayList<String>();
        for (Format format : base.formats()) {
            String auth = auth(base.auth() == null ? Auth.defaultFor(format) : base.auth());
            if (!auths.contains(auth)) auths.add(auth);
        }
        return String.join("; in Messages ", auths);
    }

    private static String auth(Auth auth) {
        return switch (auth.type()) {
            case BEARER -> "bearer token";
            case X_API_KEY -> "`x-api-key`";
            case HEADER -> "`" + auth.headerName() + "`";
            case NONE -> "–";
        };
    }

    private static String version(ApiBase base) {
        if (base.dated()) return "a dated one, as in the base URL";
        if (base.version() == null) return "–";
        return base.version().isEmpty() ? "none with a date" : base.version() + ", or as in the base URL";
    }

    private static String sources(KnownProvider row) {
        return row.sources().stream().map(s -> s.startsWith("https://") ? "<" + s + ">" : s)
            .collect(Collectors.joining(", "));
    }
}
