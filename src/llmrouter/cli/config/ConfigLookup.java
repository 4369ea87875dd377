package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.config.edit.ModelEntry;
import llmrouter.text.NearestName;

/// What an operation's flags choose among what is configured, switched off or wrong as it may be.
final class ConfigLookup {
    private ConfigLookup() {}

    /// The id that `--provider-id` says.
    /// @throws CliError it was not given, or there is no such provider
    static String provider(Invocation in, ConfigDraft draft) {
        return known("provider-id", "provider", in.arguments().text("provider-id"), draft.providerIds());
    }

    /// The id that `--alias-id` says.
    /// @throws CliError it was not given, or there is no such alias
    static String alias(Invocation in, ConfigDraft draft) {
        return known("alias-id", "alias", in.arguments().text("alias-id"), draft.aliasIds());
    }

    /// The model that `--provider-id` and `--model` say, by its id or one of its aliases.
    /// @throws CliError one was not given, or there is no such model
    static ModelEntry model(Invocation in, ConfigDraft draft) {
        String provider = provider(in, draft);
        String given = in.arguments().text("model");
        List<ModelEntry> models = ModelEntry.all(draft).stream().filter(m -> m.provider().equals(provider)).toList();
        List<String> ids = models.stream().map(ModelEntry::id).toList();
        if (given == null) throw CliError.usage("which model? Give --model; provider '" + provider + "' has " + listed(ids));
        if (ModelEntry.find(models, provider, given) instanceof ModelEntry model) return model;
        throw CliError.usage("provider '" + provider + "' has no model '" + given + "'" + NearestName.hint(given, ids) + "; it has " + listed(ids));
    }

    static String known(String flag, String kind, String given, List<String> ids) {
        if (given == null) throw CliError.usage("which " + kind + "? Give --" + flag + "; there are " + listed(ids));
        if (ids.contains(given)) return given;
        throw CliError.usage("there is no " + kind + " '" + given + "'" + NearestName.hint(given, ids) + "; there are " + listed(ids));
    }

    private static String listed(List<String> ids) {
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }
}
