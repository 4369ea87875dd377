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
import llmrouter.text.NearestName;

/// Adds an alias, or changes only the entered settings of an existing one. What is null was not entered.
///
/// @param strategy        in words
/// @param targets         a list of all targets, see [TargetGrammar]
/// @param fallbackTargets a list of all fallback targets; an empty text removes them
/// @param metadata        a JSON object
public record AliasChange(String id, String strategy, String targets, String fallbackTargets, String metadata)
        implements ConfigChange<AliasChange.AliasChanged> {

    /// @param id             of the alias
    /// @param created        whether the alias is new
    /// @param ignoresWeights whether a target has a weight that the strategy ignores
    public record AliasChanged(String id, boolean created, boolean ignoresWeights) {}

    @Override
    public AliasChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
        if (id == null) throw new RefusedInput("aliasId", names -> "which alias? Give " + names.field("aliasId"));
        checkId("aliasId", id);
        Strategy order = order();
        if (targets == null && !draft.hasAlias(id)) {
            throw new RefusedInput("targets", names -> "there is no alias '" + id + "'"
                + NearestName.hint(id, draft.aliasIds()) + ", and a new alias needs targets: give "
                + names.value("targets", "provider/model,provider/model"));
        }
        KnownNames known = known(before);
        List<AliasTarget> fallbacks = list("fallbackTargets", fallbackTargets, known);
        var patch = new AliasPatch(id, order, list("targets", targets, known), fallbacks,
            JsonInput.object("aliasMetadata", metadata));
        boolean created = patch.applyTo(draft);
        return new AliasChanged(id, created, AliasPatch.ignoresWeights(draft, id));
    }

    /// What references mean before a change; nothing while the configuration has mistakes.
    static KnownNames known(ConfigOutcome before) {
        return before instanceof ValidConfig valid ? new KnownNames(valid.config()) : KnownNames.NONE;
    }

    /// @throws RefusedInput the id cannot be that of an alias
    static void checkId(String field, String id) {
        if (Ids.isAliasId(id)) return;
        String proposal = Ids.aliasId(id);
        throw new RefusedInput(field, names -> names.value(field, id)
            + " cannot be an alias id; start with a letter a–z or a digit, then use letters a–z, digits and . _ : -"
            + (proposal.isEmpty() ? "" : "; write " + proposal));
    }

    private Strategy order() {
        if (strategy == null) return null;
        if (Strategy.of(strategy) instanceof Strategy known) return known;
        throw new RefusedInput("strategy", names -> names.value("strategy", strategy) + " is not a strategy; write "
            + Strategy.anyOf(""));
    }

    /// The targets of a list, or null if none was entered.
    /// @throws RefusedInput it has no target, a weight that is none, or a part that is no target
    static List<AliasTarget> list(String field, String text, KnownNames known) {
        if (text == null) return null;
        String wrong = TargetGrammar.wrongWeight(text, known);
        if (wrong != null) {
            throw new RefusedInput(field, names -> names.field(field) + ": '" + wrong + "' "
                + TargetGrammar.WEIGHT_HINT);
        }
        String leftOut = TargetGrammar.leftOut(text, known);
        if (leftOut != null) {
            throw new RefusedInput(field, names -> names.field(field) + ": " + leftOut
                + "; write each target once, as provider/model or provider/model@weight");
        }
        List<AliasTarget> list = TargetGrammar.list(text, known);
        if (!list.isEmpty() || text.isEmpty()) return list;
        throw new RefusedInput(field, names -> names.field(field)
            + " names no target; write e.g. provider/model@2,provider/other");
    }
}
