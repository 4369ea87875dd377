package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Ids;
import llmrouter.config.KnownNames;
import llmrouter.config.TargetGrammar;
import llmrouter.config.edit.input.JsonInput;
import llmrouter.config.edit.input.RefusedInput;

/// Adds an alias, or changes only the entered settings of an existing one. What is null was not entered.
///
/// @param strategy        in words
/// @param targets         a list of all targets, see [TargetGrammar]
/// @param fallbackTargets a list of all fallback targets; an empty text removes them
/// @param metadata        a JSON object
public record AliasChange(String id, String strategy, String targets, String fallbackTargets, String metadata)
        implements ConfigChange<AliasChange.AliasChanged> {

    /// @param id      of the alias
    /// @param created whether the alias is new
    public record AliasChanged(String id, boolean created) {}

    @Override
    public AliasChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
        checkId();
        Strategy order = order();
        if (targets == null && !draft.hasAlias(id)) {
            throw new RefusedInput("targets", names -> "a new alias needs targets: give "
                + names.value("targets", "provider/model,provider/model"));
        }
        var known = before instanceof ValidConfig valid ? new KnownNames(valid.config()) : KnownNames.NONE;
        List<AliasTarget> fallbacks = list("fallbackTargets", fallbackTargets, known);
        var patch = new AliasPatch(id, order, list("targets", targets, known), fallbacks,
            JsonInput.object("aliasMetadata", metadata));
        return new AliasChanged(id, patch.applyTo(draft));
    }

    private void checkId() {
        if (id == null) throw new RefusedInput("aliasId", names -> "which alias? Give " + names.field("aliasId"));
        if (Ids.isAliasId(id)) return;
        throw new RefusedInput("aliasId", names -> names.value("aliasId", id)
            + " cannot be an alias id; start with a letter or digit, then use letters, digits and . _ : -");
    }

    private Strategy order() {
        if (strategy == null) return null;
        if (Strategy.of(strategy) instanceof Strategy known) return known;
        throw new RefusedInput("strategy", names -> names.value("strategy", strategy) + " is not a strategy; write "
            + Strategy.anyOf(""));
    }

    private static List<AliasTarget> list(String field, String text, KnownNames known) {
        if (text == null) return null;
        List<AliasTarget> list = TargetGrammar.list(text, known);
        if (!list.isEmpty() || text.isEmpty()) return list;
        throw new RefusedInput(field, names -> names.field(field)
            + " names no target; write e.g. provider/model@2,provider/other");
    }
}
