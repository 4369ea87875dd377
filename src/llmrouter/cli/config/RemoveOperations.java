package llmrouter.cli.config;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.RemovalChange;
import llmrouter.config.edit.RemovalChange.RemoveAlias;
import llmrouter.config.edit.RemovalChange.RemoveModel;
import llmrouter.config.edit.RemovalChange.RemoveProvider;
import llmrouter.config.edit.RemovalChange.Removed;
import llmrouter.json.Json;

/// `config --operation=remove-provider`, `remove-model` and `remove-model-alias`. While something refers to what is
/// to be removed, it is removed only with `--cascade`, which takes out those references as well.
final class RemoveOperations {
    private RemoveOperations() {}

    static int provider(Invocation in) throws IOException {
        Arguments given = in.arguments();
        return run(in, "remove-provider", new RemoveProvider(given.text("provider-id"), given.isOn("cascade")));
    }

    static int model(Invocation in) throws IOException {
        Arguments given = in.arguments();
        var change = new RemoveModel(given.text("provider-id"), given.text("model"), given.isOn("cascade"));
        return run(in, "remove-model", change);
    }

    static int alias(Invocation in) throws IOException {
        Arguments given = in.arguments();
        return run(in, "remove-model-alias", new RemoveAlias(given.text("alias-id"), given.isOn("cascade")));
    }

    private static int run(Invocation in, String operation, RemovalChange change) throws IOException {
        if (in.shell().terminal()) confirm(in, ConfigFile.result(ConfigFile.preview(ConfigFile.read(in), change)));
        SavedChange<Removed> saved = ConfigFile.save(in, change);
        Removed removed = saved.result();
        if (in.arguments().isOn("json")) {
            in.print(saved.json(operation).put("removed", removed.name())
                .put("cascaded", Json.strings(removed.cascaded())));
            return ExitCode.DONE;
        }
        in.print("removed " + removed.subject() + " from " + saved.path());
        for (String also : removed.cascaded()) in.print("- " + also);
        return ExitCode.DONE;
    }

    private static void confirm(Invocation in, Removed preview) throws IOException {
        List<String> also = preview.cascaded();
        String more = also.isEmpty() ? "" : " This also changes:\n  " + String.join("\n  ", also);
        Confirmation.ask(in, "Remove " + preview.subject() + "?" + more, false);
    }
}
