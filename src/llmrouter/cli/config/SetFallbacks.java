package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.FallbacksChange;
import llmrouter.json.Json;

/// `config set-model-fallbacks`: sets the models that are tried when one fails, all of them. The list is cleared only
/// with `--clear-fallbacks`.
final class SetFallbacks {
    private SetFallbacks() {}

    static int run(Invocation in) {
        Arguments given = in.arguments();
        String models = Given.of(in).listAfter("model", "fallback-models");
        if (given.isOn("clear-fallbacks") == (models != null)) {
            throw CliError.usage("give either the fallbacks, as in 'llm-router config set-model-fallbacks "
                + "provider/model provider/other', or --clear-fallbacks");
        }
        Given.ModelArgument said = Given.of(in).model(1);
        var saved = ConfigFile.save(in, new FallbacksChange(said.provider(), said.model(), models));
        String model = saved.result().model();
        List<String> fallbacks = saved.result().fallbacks();
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json("set-model-fallbacks").put("model", model)
                .put("fallbackModels", Json.strings(fallbacks)));
            return ExitCode.DONE;
        }
        report.headline("changed", "fallbacks of " + model, "in");
        in.print("fallbacks=" + (fallbacks.isEmpty() ? "(none)" : String.join(", ", fallbacks)));
        report.details("provider " + model.substring(0, model.indexOf('/')) + ", model "
            + model.substring(model.indexOf('/') + 1));
        return ExitCode.DONE;
    }
}
