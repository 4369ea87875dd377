package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.FallbacksChange;
import llmrouter.json.Json;

/// `config --operation=set-model-fallbacks`: sets the models that are tried when one fails, all of them. The list is
/// cleared only with
/// `--clear-fallbacks`.
final class SetFallbacks {
    private SetFallbacks() {}

    static int run(Invocation in) {
        Arguments given = in.arguments();
        String models = given.text("fallback-models");
        if (given.isOn("clear-fallbacks") == (models != null)) {
            throw CliError.usage("give either --fallback-models=provider/model,provider/model or --clear-fallbacks");
        }
        var saved = ConfigFile.save(in, new FallbacksChange(given.text("provider-id"), given.text("model"), models));
        String model = saved.result().model();
        List<String> fallbacks = saved.result().fallbacks();
        if (given.isOn("json")) {
            in.print(saved.json("set-model-fallbacks").put("model", model)
                .put("fallbackModels", Json.strings(fallbacks)));
            return ExitCode.DONE;
        }
        in.print(saved.verb() + " fallbacks of " + model + " in " + saved.path());
        in.print("fallbacks=" + (fallbacks.isEmpty() ? "(none)" : String.join(", ", fallbacks)));
        return ExitCode.DONE;
    }
}
