package llmrouter.cli.config;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.ConfigChange;
import llmrouter.config.edit.ModelsChange;
import llmrouter.config.edit.ModelsChange.ModelsChanged;
import llmrouter.config.edit.RemovalChange.RemoveAlias;
import llmrouter.config.edit.RemovalChange.RemoveModel;
import llmrouter.config.edit.RemovalChange.RemoveProvider;
import llmrouter.config.edit.RemovalChange.Removed;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.json.Json;

/// `config remove-provider`, `remove-models` and `remove-alias`. While something refers to what is
/// to be removed, it is removed only with `--cascade`, which takes out those references as well.
final class RemoveOperations {
    private RemoveOperations() {}

    static int provider(Invocation in) throws IOException {
        Arguments given = in.arguments();
        var change = new RemoveProvider(Given.of(in).text(0, "provider-id"), given.isOn("cascade"));
        return run(in, "remove-provider", change);
    }

    /// One model as `provider/model`, or several of one provider.
    static int models(Invocation in) throws IOException {
        Arguments given = in.arguments();
        boolean cascade = given.isOn("cascade");
        if (given.given("model") && given.given("models")) {
            throw CliError.usage("give either --model or --models, not both");
        }
        boolean list = given.given("models") || given.operands().size() > 1
            || given.operand() != null && given.operand().indexOf(',') >= 0;
        Given.ModelArgument model = Given.of(in).model(1);
        if (!list) return run(in, "remove-model", new RemoveModel(model.provider(), model.model(), cascade));
        Given.ModelsArgument models = Given.of(in).models("models");
        var change = new ModelsChange(models.provider(), ModelsInput.removed(models.models(), cascade));
        return run(in, "remove-model", (draft, before) -> removed(change.applyTo(draft, before)));
    }

    private static Removed removed(ModelsChanged changed) {
        String names = String.join(", ", changed.removed().stream().map(id -> changed.provider() + "/" + id).toList());
        return new Removed(changed.removed().size() == 1 ? "model" : "models", names, changed.cascaded());
    }

    static int alias(Invocation in) throws IOException {
        Arguments given = in.arguments();
        return run(in, "remove-model-alias", new RemoveAlias(Given.of(in).text(0, "alias-id"), given.isOn("cascade")));
    }

    private static int run(Invocation in, String operation, ConfigChange<Removed> change) throws IOException {
        boolean asked = in.shell().terminal() && !in.arguments().isOn("dry-run");
        if (asked) confirm(in, ConfigFile.result(ConfigFile.preview(ConfigFile.read(in), change)));
        SavedChange<Removed> saved = ConfigFile.save(in, change);
        Removed removed = saved.result();
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json(operation).put("removed", removed.name())
                .put("cascaded", Json.strings(removed.cascaded())));
            return ExitCode.DONE;
        }
        report.headline("removed", removed.subject(), "from");
        for (String also : removed.cascaded()) in.print("- " + also);
        report.diff();
        return ExitCode.DONE;
    }

    private static void confirm(Invocation in, Removed preview) throws IOException {
        List<String> also = preview.cascaded();
        String more = also.isEmpty() ? "" : " This also changes:\n  " + String.join("\n  ", also);
        Confirmation.ask(in, "Remove " + preview.subject() + "?" + more, false);
    }
}
