package llmrouter.config.edit;

import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Decimal;
import llmrouter.config.edit.input.JsonInput;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A change to one alias, or a new one. What is null stays as it is; a list that is given replaces the old one.
record AliasPatch(String id, Strategy strategy, List<AliasTarget> targets, List<AliasTarget> fallbackTargets,
        Obj metadata) {
    private static final List<String> REFS = List.of("ref", "target", "route", "model");
    static final String[] TARGETS = {"targets", "target"};
    static final String[] FALLBACKS = {"fallbackTargets", "fallbacks"};

    /// Applies the patch and returns whether the alias is new.
    boolean applyTo(ConfigDraft draft) {
        List<Object> path = draft.alias(id);
        if (!draft.hasAlias(id)) {
            draft.put(path, newAlias());
            return true;
        }
        if (strategy != null) draft.set(path, Json.of(strategy.word()), "strategy");
        if (targets != null) draft.set(path, list(targets, draft.member(path, TARGETS)), TARGETS);
        if (fallbackTargets != null) draft.set(path, list(fallbackTargets, draft.member(path, FALLBACKS)), FALLBACKS);
        if (metadata != null) draft.set(path, metadata, "metadata");
        return false;
    }

    private Obj newAlias() {
        Obj alias = Json.object().put("id", id)
            .put("strategy", (strategy == null ? Strategy.ORDERED : strategy).word())
            .put("targets", list(targets == null ? List.of() : targets, null));
        if (fallbackTargets != null) alias.put("fallbackTargets", list(fallbackTargets, null));
        return alias.put("metadata", metadata);
    }

    /// The targets as the file writes them. What else the file says about a target that stays is kept.
    private static Arr list(List<AliasTarget> targets, Json before) {
        Arr list = Json.array();
        for (AliasTarget target : targets) list.add(item(target, before));
        return list;
    }

    /// One target as the file writes it.
    ///
    /// @param before the targets that there are, one target, or null
    static Obj item(AliasTarget target, Json before) {
        Obj item = Json.object();
        for (Json old : JsonInput.listed(before)) {
            if (old instanceof Obj o && target.ref().equals(ref(o))) item = new Obj(new LinkedHashMap<>(o.members()));
        }
        if (ref(item) == null) item.put("ref", target.ref());
        item.members().remove("weight");
        if (!target.weight().equals("1")) item.put("weight", weight(target.weight()));
        return item;
    }

    private static Json weight(String text) {
        return Decimal.millionths(text) >= 0 ? new Json.Num(text) : new Str(text);
    }

    /// What a target refers to, by any of the spellings; or null.
    static String ref(Obj target) {
        return target.text(refName(target));
    }

    /// The spelling in which a target says what it refers to.
    static String refName(Obj target) {
        for (String name : REFS) {
            if (target.text(name) != null) return name;
        }
        return REFS.getFirst();
    }

    /// What a target in a file refers to; empty if it does not say.
    static String refOf(Json item) {
        String ref = item instanceof Str s ? s.value() : item instanceof Obj o ? ref(o) : null;
        return ref == null ? "" : Ws.trim(ref);
    }

    /// Whether a target of the alias has a weight that its strategy ignores.
    static boolean ignoresWeights(ConfigDraft draft, String id) {
        List<Object> path = draft.alias(id);
        String word = draft.member(path, "strategy") instanceof Str s ? s.value() : Strategy.ORDERED.word();
        if (!(Strategy.of(Ws.trim(word)) instanceof Strategy known) || known.weighs()) return false;
        for (List<Object> at : draft.items(draft.pathOf(path, TARGETS))) {
            Json weight = draft.member(at, "weight");
            if (weight != null && Decimal.millionths(Decimal.text(weight)) != Decimal.ONE) return true;
        }
        return false;
    }
}
