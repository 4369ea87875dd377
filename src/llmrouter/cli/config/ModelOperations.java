package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.PastedList;
import llmrouter.config.edit.EnabledChange;
import llmrouter.config.edit.ModelAliasesChange;
import llmrouter.config.edit.ModelsChange;
import llmrouter.config.edit.ModelsChange.ModelsChanged;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.json.Json;

/// `config add-models`, `set-model-aliases`, `enable` and `disable`: changes of single models.
final class ModelOperations {
    private ModelOperations() {}

    static int add(Invocation in) {
        Given.ModelsArgument given = Given.of(in).models("models");
        if (given.provider() != null && given.models() == null) {
            throw CliError.usage("which models? Write 'llm-router config add-models " + given.provider() + " a,b'");
        }
        var change = new ModelsChange(given.provider(), ModelsInput.added(given.models()));
        SavedChange<ModelsChanged> saved = ConfigFile.save(in, change);
        var report = new ChangeReport(in, saved);
        String provider = saved.result().provider();
        if (report.asJson()) {
            report.print(saved.json("add-models").put("providerId", provider)
                .put("added", Json.strings(saved.result().added())));
        } else {
            report.print("changed", "provider " + provider);
        }
        return ExitCode.DONE;
    }

    static int aliases(Invocation in) {
        Arguments given = in.arguments();
        String aliases = Given.of(in).listAfter("model", "model-aliases");
        boolean clear = given.isOn("clear-model-aliases") || "".equals(aliases);
        boolean named = aliases != null && !aliases.isEmpty();
        if (clear == named) {
            throw CliError.usage("give either the other names of the model, as in 'llm-router config "
                + "set-model-aliases provider/model fast,f', or --clear-model-aliases");
        }
        Given.ModelArgument model = Given.of(in).model(1);
        var change = new ModelAliasesChange(model.provider(), model.model(), clear ? null : aliases);
        var saved = ConfigFile.save(in, change);
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json("set-model-aliases").put("model", saved.result().model())
                .put("aliases", Json.strings(saved.result().aliases())));
        } else {
            String provider = saved.result().model().substring(0, saved.result().model().indexOf('/'));
            String id = saved.result().model().substring(provider.length() + 1);
            report.print("changed", "provider " + provider + ", model " + id);
        }
        return ExitCode.DONE;
    }

    static int enable(Invocation in) {
        return set(in, true);
    }

    static int disable(Invocation in) {
        return set(in, false);
    }

    private static int set(Invocation in, boolean on) {
        var saved = ConfigFile.save(in, new EnabledChange(refs(in), on));
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json(on ? "enable" : "disable").put("enabled", on)
                .put("refs", Json.strings(saved.result())));
        } else {
            report.print(on ? "enabled" : "disabled", String.join(", ", saved.result()));
        }
        return ExitCode.DONE;
    }

    private static List<String> refs(Invocation in) {
        Arguments given = in.arguments();
        if (!given.operands().isEmpty()) {
            return PastedList.words(PastedList.joined(given.operands())).stream().map(PastedList::bare).toList();
        }
        String provider = given.text("provider-id");
        String model = given.text("model");
        if (model == null) return provider == null ? List.of() : List.of(provider);
        boolean whole = provider == null || model.startsWith(provider + "/");
        return List.of(whole ? model : provider + "/" + model);
    }
}
