package llmrouter.cli.probing;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.ProviderTable;
import llmrouter.providers.RoleModel;

/// `config presets`: the known providers.
final class PresetList {
    private static final String NO_KEY = "(no key)";

    private PresetList() {}

    static int run(Invocation in) {
        if (in.arguments().isOn("json")) {
            Arr all = Json.array();
            for (KnownProvider row : ProviderTable.ROWS) all.add(json(row));
            in.print(Json.object().put("presets", all));
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        for (KnownProvider row : ProviderTable.ROWS) {
            rows.add(List.of(row.id(), row.key() == null ? NO_KEY : row.key(), row.base()));
        }
        int ids = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        int keys = rows.stream().mapToInt(row -> row.get(1).length()).max().orElse(0);
        for (List<String> row : rows) {
            in.print(padded(row.getFirst(), ids) + "  " + padded(row.get(1), keys) + "  " + row.getLast());
        }
        in.say("'llm-router config add-provider ID' adds one of them; a {name} in an address is yours to fill in");
        return ExitCode.DONE;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static Json.Obj json(KnownProvider row) {
        Json.Obj json = Json.object().put("id", row.id()).put("name", row.name()).put("baseUrl", row.base())
            .put("keyVariable", row.key() == null ? Json.Null.NULL : Json.of(row.key()))
            .put("blanks", Json.strings(row.blanks()))
            .put("formats", Json.strings(row.formats().stream().map(Format::word).toList()))
            .put("models", Json.strings(row.modelIds()));
        if (!row.models().isEmpty()) {
            Json.Obj roles = Json.object();
            for (RoleModel model : row.models()) {
                if (!roles.has(model.role())) roles.put(model.role(), model.id());
            }
            json.put("roles", roles).put("modelsAsOf", row.checked());
        }
        return json.put("sources", Json.strings(row.sources()));
    }
}
