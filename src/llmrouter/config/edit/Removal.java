package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.edit.Reference.RefKind;
import llmrouter.json.Json;

/// A provider, a model or an alias that has been taken out of a draft, and what still refers to it there.
///
/// Whoever removes decides: either nothing refers to it, or [#cascade] makes good what does, or the draft is thrown away.
public final class Removal {
    private final ConfigDraft draft;
    /// References that meant something before and mean nothing any more.
    private final Set<String> gone = new HashSet<>();

    private Removal(ConfigDraft draft, List<Object> path) {
        this.draft = draft;
        cut(path);
    }

    /// @param id of a provider that is there
    public static Removal ofProvider(ConfigDraft draft, String id) {
        return new Removal(draft, draft.provider(id));
    }

    public static Removal ofModel(ConfigDraft draft, ModelEntry model) {
        return new Removal(draft, model.path());
    }

    /// @param id of an alias that is there
    public static Removal ofAlias(ConfigDraft draft, String id) {
        return new Removal(draft, draft.alias(id));
    }

    private void cut(List<Object> path) {
        gone.addAll(meanings());
        draft.cut(path);
        gone.removeAll(meanings());
    }

    /// Every reference that means something.
    private Set<String> meanings() {
        var refs = new HashSet<String>();
        for (ModelEntry model : ModelEntry.all(draft)) {
            refs.add(model.ref());
            for (String alias : model.aliases()) refs.add(model.provider() + "/" + alias);
        }
        for (String alias : draft.aliasIds()) {
            refs.add(alias);
            refs.add("alias:" + alias);
        }
        return refs;
    }

    /// What refers to it, in words.
    public List<String> referrers() {
        var lines = new ArrayList<String>();
        for (Reference referrer : Reference.all(draft)) if (gone.contains(referrer.ref())) lines.add(referrer.describe());
        return lines;
    }

    /// Takes out every reference to it, and whatever means nothing without that reference, which may take out more. Says all it did, in words.
    public List<String> cascade() {
        var changes = new ArrayList<String>();
        for (List<Reference> next = next(); !next.isEmpty(); next = next()) detach(next, changes);
        for (Reference left : Reference.all(draft)) {
            if (gone.contains(left.ref())) changes.add(left.owner() + ": still may ask only for " + left.ref() + ", as without it the key would open everything");
        }
        return changes;
    }

    /// The next references to take out, all of one list. The last model of a client key stays: a key without models may ask for all of them.
    private List<Reference> next() {
        var lists = new LinkedHashMap<List<Object>, List<Reference>>();
        for (Reference referrer : Reference.all(draft)) {
            if (gone.contains(referrer.ref())) lists.computeIfAbsent(referrer.list(), _ -> new ArrayList<>()).add(referrer);
        }
        for (Map.Entry<List<Object>, List<Reference>> list : lists.entrySet()) {
            List<Reference> referrers = list.getValue();
            boolean key = referrers.getFirst().kind() == RefKind.ALLOWED_MODEL;
            if (key && referrers.size() == draft.items(list.getKey()).size()) referrers.removeLast();
            if (!referrers.isEmpty()) return referrers;
        }
        return List.of();
    }

    private void detach(List<Reference> ofOneList, List<String> changes) {
        Reference last = ofOneList.getLast();
        if (last.kind() == RefKind.DEFAULT) {
            changes.add(newDefault(last));
            return;
        }
        for (Reference each : ofOneList.reversed()) draft.cut(each.path());
        for (Reference each : ofOneList) changes.add(each.describe() + " taken out" + (each == last && draft.items(each.list()).isEmpty() ? emptied(each) : ""));
    }

    private String emptied(Reference last) {
        return switch (last.kind()) {
            case TARGET -> withoutTargets(last);
            case CAPPED_MODEL -> {
                draft.cut(last.at());
                yield ", and the cap itself, which counted nothing else";
            }
            case DEFAULT, FALLBACK_TARGET, FALLBACK_MODEL, ALLOWED_MODEL -> "";
        };
    }

    private String withoutTargets(Reference old) {
        List<Object> fallbacks = draft.pathOf(old.at(), AliasPatch.FALLBACKS);
        if (draft.items(fallbacks).isEmpty()) {
            cut(old.at());
            return ", and the alias itself, which had no other";
        }
        Json promoted = draft.at(fallbacks);
        draft.remove(old.at(), AliasPatch.FALLBACKS);
        draft.set(old.at(), promoted, AliasPatch.TARGETS);
        return "; its fallback targets became its targets";
    }

    private String newDefault(Reference old) {
        for (ModelEntry model : ModelEntry.all(draft)) {
            if (!model.enabled()) continue;
            draft.put(old.path(), Json.of(model.ref()));
            return "the default model was " + old.ref() + " and is now " + model.ref();
        }
        draft.cut(old.path());
        return "the default model was " + old.ref() + " and is now none";
    }
}
