package llmrouter.demo;

import java.util.List;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonWriter;

/// The demo's configuration, made to be copied: two providers whose keys are in the environment, a header, a cap, a
/// fallback, and an alias for each strategy that people begin with.
public final class DemoConfig {
    /// Models that fail, each in the way that its name says.
    private static final List<String> FAULTS = List.of("flaky-2", "cut-5", "cutclean-5", "status-429", "status-503",
        "hang", "stall-3", "garbage", "error-event-3", "empty");
    private static final String NORTH_KEY = "NORTH_API_KEY";
    private static final String SOUTH_KEY = "SOUTH_API_KEY";
    private static final int CONTEXT_TOKENS = 200_000;

    private DemoConfig() {}

    /// The variables of the environment that hold the providers' keys.
    public static Map<String, String> keys() {
        return Map.of(NORTH_KEY, DemoProvider.KEY, SOUTH_KEY, DemoProvider.KEY);
    }

    /// The configuration with addresses that do not exist, to be replaced by real ones.
    public static String example() {
        return text("https://api.north.example/v1", "https://api.south.example", false);
    }

    /// The text of a configuration file.
    ///
    /// @param northUrl base URL of the provider that speaks Chat Completions
    /// @param southUrl base URL of the provider that speaks Messages
    /// @param faults   whether the models that fail are offered too
    public static String text(String northUrl, String southUrl, boolean faults) {
        return JsonWriter.pretty(Json.object().put("version", 2).put("defaultModel", "demo")
            .put("providers", Json.array(north(northUrl, faults), south(southUrl, faults)))
            .put("modelAliases", aliases()));
    }

    private static Json north(String url, boolean faults) {
        Json.Arr models = Json.array(large(),
            Json.object().put("id", "small").put("fallbackModels", Json.strings(List.of("south/small"))),
            Json.of("tools"), Json.of("slow"), Json.of("busy"));
        Json.Obj cap = Json.object().put("id", "per-minute").put("models", Json.strings(List.of("all")))
            .put("requests", 60).put("window", "1m");
        return provider(Format.DEFAULT, url, NORTH_KEY)
            .put("headers", Json.object().put("X-Team", "demo"))
            .put("models", withFaults(models, faults)).put("rateLimits", Json.array(cap));
    }

    private static Json south(String url, boolean faults) {
        Json.Arr models = Json.array(large(), Json.of("small"), Json.of("tools"), Json.of("slow"));
        return provider(Format.DEFAULT.counterpart(), url, SOUTH_KEY).put("models", withFaults(models, faults));
    }

    private static Json.Obj provider(Format format, String url, String keyVariable) {
        String name = DemoProvider.name(format);
        return Json.object().put("id", name).put("name", "Simulated provider " + name).put("baseUrl", url)
            .put("format", format.word()).put("apiKeyEnv", keyVariable);
    }

    private static Json large() {
        return Json.object().put("id", "large").put("aliases", Json.strings(List.of("steady")))
            .put("contextWindow", CONTEXT_TOKENS);
    }

    private static Json.Arr withFaults(Json.Arr models, boolean faults) {
        if (faults) FAULTS.forEach(model -> models.add(Json.of(model)));
        return models;
    }

    private static Json aliases() {
        Json heavy = Json.object().put("ref", "north/small").put("weight", 3);
        Json light = Json.object().put("ref", "south/small").put("weight", 1);
        return Json.object()
            .put("demo", alias("ordered", Json.of("north/large"))
                .put("fallbackTargets", Json.strings(List.of("south/large"))))
            .put("tools", alias("ordered", Json.of("south/tools"), Json.of("north/tools")))
            .put("slow", alias("ordered", Json.of("north/slow"), Json.of("south/slow")))
            .put("failover", alias("ordered", Json.of("north/busy"), Json.of("south/large")))
            .put("shared", alias("weighted-rr", heavy, light));
    }

    private static Json.Obj alias(String strategy, Json... targets) {
        return Json.object().put("strategy", strategy).put("targets", Json.array(targets));
    }
}
