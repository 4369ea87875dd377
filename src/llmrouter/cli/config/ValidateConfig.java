package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// `config --operation=validate`: every mistake in the file with its place and its fix. Exit code 2 if there is one.
final class ValidateConfig {
    private ValidateConfig() {}

    static int run(Invocation in) {
        var file = ConfigFile.read(in);
        if (file.text() == null) {
            throw CliError.usage("there is no configuration at " + file.path() + "; 'llm-router help config upsert-provider' shows how to begin one");
        }
        ConfigOutcome outcome = file.outcome();
        List<Finding> problems = outcome instanceof InvalidConfig invalid ? invalid.problems() : List.of();
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("operation", "validate").put("config", file.path().toString()).put("valid", problems.isEmpty())
                .put("problems", json(problems)).put("warnings", json(outcome.warnings())));
            return problems.isEmpty() ? 0 : 2;
        }
        for (Finding problem : problems) in.print(problem.describe());
        for (Finding warning : outcome.warnings()) in.print("warning: " + warning.describe());
        if (outcome instanceof ValidConfig valid) in.print(summary(valid.config()));
        return problems.isEmpty() ? 0 : 2;
    }

    private static String summary(Config config) {
        int models = 0;
        for (Provider provider : config.providers()) models += provider.models().size();
        return "valid: " + count(config.providers().size(), "provider", "providers") + ", " + count(models, "model", "models") + ", "
            + count(config.aliases().size(), "alias", "aliases");
    }

    private static String count(int n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    private static Arr json(List<Finding> findings) {
        Arr list = Json.array();
        for (Finding f : findings) {
            Obj item = Json.object();
            if (f.line() > 0) item.put("line", f.line()).put("column", f.column());
            list.add(item.put("path", f.path()).put("what", f.what()).put("fix", f.fix()));
        }
        return list;
    }
}
