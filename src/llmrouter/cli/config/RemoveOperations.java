package llmrouter.cli.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.config.edit.ModelEntry;
import llmrouter.config.edit.Removal;
import llmrouter.json.Json;

/// `config --operation=remove-provider`, `remove-model` and `remove-model-alias`. What others refer to is removed only with `--cascade`, which takes those
/// references out as well.
final class RemoveOperations {
    private final Invocation in;
    private final String operation;
    private final List<String> changes = new ArrayList<>();
    private String subject;

    private RemoveOperations(Invocation in, String operation) {
        this.in = in;
        this.operation = operation;
    }

    static int provider(Invocation in) throws IOException {
        var run = new RemoveOperations(in, "remove-provider");
        return run.run(draft -> {
            String id = ConfigLookup.provider(in, draft);
            run.subject = "provider " + id;
            return Removal.ofProvider(draft, id);
        });
    }

    static int model(Invocation in) throws IOException {
        var run = new RemoveOperations(in, "remove-model");
        return run.run(draft -> {
            ModelEntry model = ConfigLookup.model(in, draft);
            run.subject = "model " + model.ref();
            long left = ModelEntry.all(draft).stream().filter(m -> m.provider().equals(model.provider())).count();
            if (left == 1) {
                throw CliError.usage(model.ref() + " is the provider's only model; use --operation=remove-provider --provider-id=" + model.provider());
            }
            return Removal.ofModel(draft, model);
        });
    }

    static int alias(Invocation in) throws IOException {
        var run = new RemoveOperations(in, "remove-model-alias");
        return run.run(draft -> {
            String id = ConfigLookup.alias(in, draft);
            run.subject = "alias " + id;
            return Removal.ofAlias(draft, id);
        });
    }

    private int run(Function<ConfigDraft, Removal> removing) throws IOException {
        if (in.shell().terminal()) {
            remove(removing, ConfigChange.draft(ConfigChange.read(in)));
            Confirmation.ask(in, "Remove " + subject + (changes.isEmpty() ? "?" : "? This also changes:\n  " + String.join("\n  ", changes)), false);
        }
        var saved = ConfigChange.save(in, draft -> remove(removing, draft));
        if (in.arguments().isOn("json")) {
            in.print(saved.json(operation).put("removed", subject.substring(subject.indexOf(' ') + 1)).put("cascaded", Json.strings(changes)));
            return 0;
        }
        in.print("removed " + subject + " from " + saved.path());
        for (String change : changes) in.print("- " + change);
        return 0;
    }

    private void remove(Function<ConfigDraft, Removal> removing, ConfigDraft draft) {
        changes.clear();
        Removal removal = removing.apply(draft);
        List<String> referrers = removal.referrers();
        if (!referrers.isEmpty() && !in.arguments().isOn("cascade")) {
            throw CliError.usage(subject + " is still referred to, so nothing was removed:\n  " + String.join("\n  ", referrers)
                + "\nchange these first, or give --cascade to take the references out as well");
        }
        changes.addAll(removal.cascade());
    }
}
