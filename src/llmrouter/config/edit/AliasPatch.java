package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Decimal;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// A change to one alias, or a new one. What is null stays as it is; a list that is given replaces the one there was.
public record AliasPatch(String id, Strategy strategy, List<AliasTarget> targets, List<AliasTarget> fallbackTargets, Obj metadata) {
    static final String[] TARGETS = {"targets", "target"};
    static final String[] FALLBACKS = {"fallbackTargets", "fallbacks"};

    /// Applies it, and says whether the alias is new.
    public boolean applyTo(ConfigDraft draft) {
        List<Object> path = draft.alias(id);
        boolean created = !draft.hasAlias(id);
        if (created) {
            Obj alias = Json.object().put("id", id).put("strategy", (strategy == null ? Strategy.ORDERED : strategy).word())
                .put("targets", list(targets == null ? List.of() : targets, null));
            if (fallbackTargets != null) alias.put("fallbackTargets", list(fallbackTargets, null));
            draft.put(path, alias.put("metadata", metadata));
            return true;
        }
        if (strategy != null) draft.set(path, Json.of(strategy.word()), "strategy");
        if (targets != null) draft.set(path, list(targets, draft.member(path, TARGETS)), TARGETS);
        if (fallbackTargets != null) draft.set(path, list(fallbackTargets, draft.member(path, FALLBACKS)), FALLBACKS);
        if (metadata != null) draft.set(path, metadata, "metadata");
        return false;
    }

    /// The targets as the file says them; what else the file said about one of them stays.
    private static Arr list(List<AliasTarget> targets, Json before) {
        List<Json> known = before instanceof Arr a ? a.items() : before == null ? List.of() : List.of(before);
        Arr list = Json.array();
        for (AliasTarget target : targets) {
            Obj item = Json.object();
            for (Json old : known) if (old instanceof Obj o && target.ref().equals(ref(o))) item = o;
            if (ref(item) == null) item.put("ref", target.ref());
            item.members().remove("weight");
            if (!target.weight().equals("1")) item.put("weight", weight(target.weight()));
            list.add(item);
        }
        return list;
    }

    private static Json weight(String text) {
        return Decimal.millionths(text) >= 0 ? new Json.Num(text) : new Str(text);
    }

    static String ref(Obj target) {
        for (String name : List.of("ref", "target", "route", "model")) if (target.text(name) != null) return target.text(name);
        return null;
    }
}
