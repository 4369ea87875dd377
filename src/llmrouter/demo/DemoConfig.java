package llmrouter.demo;

import java.util.List;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonWriter;

/// The demo's configuration: both providers and the aliases over them.
public final class DemoConfig {
    /// A model for each script, and two that are healthy.
    private static final List<String> MODELS = List.of("steady", "steady-tools", "slow", "slow-tools", "flaky-2",
        "cut-5", "cutclean-5", "status-429", "status-503", "hang", "stall-3", "garbage", "error-event-3", "empty");

    private DemoConfig() {}

    /// The text of a configuration file.
    ///
    /// @param northUrl base URL of the provider that speaks Chat Completions
    /// @param southUrl base URL of the provider that speaks Messages
    public static String text(String northUrl, String southUrl) {
        var aliases = Json.object()
            .put("demo", alias("north/steady", "south/steady"))
            .put("tools", alias("south/steady-tools", "north/steady-tools"))
            .put("slow", alias("north/slow", "south/slow"))
            .put("failover", alias("north/status-503", "south/steady"));
        return JsonWriter.pretty(Json.object().put("version", 2).put("defaultModel", "demo").put("providers",
            Json.array(provider(Format.DEFAULT, northUrl), provider(Format.DEFAULT.counterpart(), southUrl)))
            .put("modelAliases", aliases));
    }

    private static Json provider(Format format, String url) {
        var models = Json.array();
        for (String model : MODELS) models.add(Json.object().put("id", model));
        String name = DemoProvider.name(format);
        return Json.object().put("id", name).put("name", "Make-believe " + name).put("baseUrl", url)
            .put("apiKey", DemoProvider.KEY).put("formats", Json.array(Json.of(format.word()))).put("models", models);
    }

    private static Json alias(String first, String second) {
        return Json.object().put("strategy", "ordered")
            .put("targets", Json.array(Json.object().put("ref", first), Json.object().put("ref", second)));
    }
}
