package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Model;
import llmrouter.config.edit.Reference.RefKind;
import llmrouter.json.Json;

/// A provider, a model or an alias that has been taken out of a draft, and what still refers to it there.
///
/// The caller must check [#references]: if there are any, it either calls [#cascade], which takes them out, or
/// discards the draft.
final class Removal {
    private final ConfigDraft draft;
    /// References that were valid before the removal and are not valid any more.
    private final Set<String> invalid = new HashSet<>();

    private Removal(ConfigDraft draft, List<Object> path) {
        this.draft = draft;
        cut(path);
    }

    /// @param id of a provider that is there
    static Removal ofProvider(ConfigDraft draft, String id) {
        return new Removal(draft, draft.provider(id));
    }

    static Removal ofModel(ConfigDraft draft, ModelEntry model) {
        return new Removal(draft, model.path());
    }

    /// @param id of an alias that is there
    static Removal ofAlias(ConfigDraft draft, String id) {
        return new Removal(draft, draft.alias(id));
    }

    private void cut(List<Object> path) {
        invalid.addAll(validReferences());
        draft.cut(path);
        invalid.removeAll(validReferences());
    }

    private Set<String> validReferences() {
        var refs = new HashSet<String>();
        for (ModelEntry model : ModelEntry.all(draft)) {
            refs.add(model.ref());
            for (String alias : model.aliases()) refs.add(model.provider() + "/" + alias);
            if (model.id().equals(Model.EVERY)) refs.addAll(referencesTo(model.provider()));
        }
        for (String alias : draft.aliasIds()) {
            refs.add(alias);
            refs.add("alias:" + alias);
        }
        return refs;
    }

    /// What the file says about models of a provider, as references.
    private List<String> referencesTo(String provider) {
        return Reference.all(draft).stream().map(Reference::ref).filter(ref -> ref.startsWith(provider + "/")).toList();
    }

    private List<Reference> invalidReferences() {
        return Reference.all(draft).stream().filter(reference -> invalid.contains(reference.ref())).toList();
    }

    /// What refers to what was removed, in words.
    List<String> references() {
        return invalidReferences().stream().map(Reference::describe).toList();
    }

    /// Takes out every reference to what was removed, and each part of the configuration that has no meaning without
    /// that reference; this may lead to more of both. Returns all changes, in words.
    List<String> cascade() {
        var changes = new ArrayList<String>();
        for (List<Reference> next = next(); !next.isEmpty(); next = next()) detach(next, changes);
        for (Reference left : invalidReferences()) {
            changes.add(left.owner() + ": still may ask only for " + left.ref()
                + ", because a key without models may ask for every model");
        }
        return changes;
    }

    /// The next references to take out, all of one list. The last model of a client key stays: a key without models
    /// may ask for all of them.
    private List<Reference> next() {
        var lists = new LinkedHashMap<List<Object>, List<Reference>>();
        for (Reference reference : invalidReferences()) {
            lists.computeIfAbsent(reference.list(), _ -> new ArrayList<>()).add(reference);
        }
        for (Map.Entry<List<Object>, List<Reference>> list : lists.entrySet()) {
            List<Reference> references = list.getValue();
            boolean ofKey = references.getFirst().kind() == RefKind.ALLOWED_MODEL;
            if (ofKey && references.size() == draft.items(list.getKey()).size()) references.removeLast();
            if (!references.isEmpty()) return references;
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
        for (Reference each : ofOneList) {
            boolean emptied = each == last && draft.items(each.list()).isEmpty();
            changes.add(each.describe() + " taken out" + (emptied ? emptied(each) : ""));
        }
    }

    private String emptied(Reference last) {
        return switch (last.kind()) {
            case TARGET -> withoutTargets(last);
            case CAPPED_MODEL -> {
                draft.cut(last.at());
                yield ", and the cap itself, which counted nothing else";
            }
            case DEFAULT, UNKNOWN_MODELS, FALLBACK_TARGET, FALLBACK_MODEL, ALLOWED_MODEL -> "";
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
        String change = "the default model was " + old.ref() + " and is now ";
        for (ModelEntry model : ModelEntry.all(draft)) {
            if (!model.enabled() || model.id().equals(Model.EVERY)) continue;
            draft.put(old.path(), Json.of(model.ref()));
            return change + model.ref();
        }
        draft.cut(old.path());
        return change + "none";
    }
}
