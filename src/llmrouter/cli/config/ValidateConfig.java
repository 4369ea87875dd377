package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.Provider;
import llmrouter.files.ConfigText;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.text.Plural;

/// `config validate`: lists every mistake in the file with its place and its fix. The exit code is 2 if
/// there is one.
final class ValidateConfig {
    private ValidateConfig() {}

    static int run(Invocation in) {
        ConfigText file = ConfigFile.read(in);
        if (file.text() == null) {
            throw CliError.usage("there is no configuration at " + file.path()
                + "; 'llm-router help config add-provider' shows how to begin one");
        }
        ConfigOutcome outcome = file.outcome();
        Config config = outcome instanceof ValidConfig valid ? valid.config() : Config.EMPTY;
        List<String> missing = KeyWarnings.missing(in, config);
        List<String> wrapped = KeyWarnings.wrapped(in, config);
        List<Finding> problems = outcome instanceof InvalidConfig invalid ? invalid.problems() : List.of();
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("operation", "validate").put("config", file.path().toString())
                .put("valid", problems.isEmpty()).put("problems", json(problems))
                .put("warnings", json(outcome.warnings())).put("missingKeys", Json.strings(missing))
                .put("wrappedKeys", Json.strings(wrapped)));
        } else {
            for (Finding problem : problems) in.print(problem.describe());
            for (Finding warning : outcome.warnings()) in.print("warning: " + warning.describe());
            for (String key : missing) in.print("warning: " + key);
            for (String key : wrapped) in.print("warning: " + key);
            if (outcome instanceof ValidConfig valid) in.print(summary(valid.config()));
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.WRONG_INPUT;
    }

    private static String summary(Config config) {
        int models = 0;
        for (Provider provider : config.providers()) models += provider.models().size();
        int aliases = config.aliases().size();
        return "valid: " + Plural.of(config.providers().size(), "provider") + ", " + Plural.of(models, "model") + ", "
            + aliases + (aliases == 1 ? " alias" : " aliases");
    }

    private static Arr json(List<Finding> findings) {
        Arr list = Json.array();
        for (Finding f : findings) {
            boolean located = f.line() > 0;
            Obj item = Json.object().put("line", located ? Json.of(f.line()) : Json.Null.NULL)
                .put("column", located ? Json.of(f.column()) : Json.Null.NULL);
            list.add(item.put("path", f.path()).put("what", f.what()).put("fix", f.fix()));
        }
        return list;
    }
}
