package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.KnownNames;
import llmrouter.config.edit.TargetChange.TargetsChanged;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json;
import llmrouter.json.Json.Str;
import llmrouter.text.NearestReference;

/// Adds single targets to an alias, or removes them.
public sealed interface TargetChange extends ConfigChange<TargetsChanged> {
    /// Adds targets behind those that the alias has. A target that is there gets the weight that was entered with it.
    ///
    /// @param alias    its id
    /// @param targets  a list, see [llmrouter.config.TargetGrammar]
    /// @param fallback whether to add them to the fallback targets
    record AddTargets(String alias, String targets, boolean fallback) implements TargetChange {
        @Override
        public TargetsChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            String id = EntryLookup.alias(draft, alias);
            KnownNames known = AliasChange.known(before);
            for (AliasTarget target : entered(targets, known)) {
                add(draft, draft.pathOf(draft.alias(id), tier()), target, known);
            }
            return TargetsChanged.of(draft, id);
        }

        private String[] tier() {
            return fallback ? AliasPatch.FALLBACKS : AliasPatch.TARGETS;
        }

        private void add(ConfigDraft draft, List<Object> list, AliasTarget target, KnownNames known) {
            boolean strings = true;
            for (List<Object> at : draft.items(list)) {
                Json item = draft.at(at);
                strings &= item instanceof Str;
                if (!same(refOf(item), target.ref(), known)) continue;
                boolean weighted = targets.contains(target.ref() + "@") || !target.weight().equals("1");
                if (weighted) draft.put(at, AliasPatch.item(new AliasTarget(refOf(item), target.weight()), item));
                return;
            }
            boolean plain = target.weight().equals("1") && strings && !draft.items(list).isEmpty();
            draft.append(list, plain ? Json.of(target.ref()) : AliasPatch.item(target, null));
        }
    }

    /// Removes targets; a weight that was entered with one does not matter.
    ///
    /// @param alias        its id
    /// @param targets      a list
    /// @param fallbackOnly whether to look only among the fallback targets
    record RemoveTargets(String alias, String targets, boolean fallbackOnly) implements TargetChange {
        @Override
        public TargetsChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            String id = EntryLookup.alias(draft, alias);
            KnownNames known = AliasChange.known(before);
            for (AliasTarget target : entered(targets, known)) {
                boolean removed = remove(draft, id, AliasPatch.FALLBACKS, target.ref(), known);
                if (!fallbackOnly) removed |= remove(draft, id, AliasPatch.TARGETS, target.ref(), known);
                if (!removed) throw unknown(draft, id, target.ref());
            }
            if (draft.items(draft.pathOf(draft.alias(id), AliasPatch.TARGETS)).isEmpty()) {
                throw new RefusedInput("targets", names -> "alias '" + id + "' would have no target; add another one "
                    + "first, or use " + names.operation("remove-alias") + " " + id);
            }
            return TargetsChanged.of(draft, id);
        }

        private static boolean remove(ConfigDraft draft, String id, String[] tier, String ref, KnownNames known) {
            boolean removed = false;
            for (List<Object> at : draft.items(draft.pathOf(draft.alias(id), tier)).reversed()) {
                if (!same(refOf(draft.at(at)), ref, known)) continue;
                draft.cut(at);
                removed = true;
            }
            return removed;
        }

        private RefusedInput unknown(ConfigDraft draft, String id, String ref) {
            var refs = new ArrayList<String>();
            if (!fallbackOnly) addRefs(draft, id, AliasPatch.TARGETS, refs);
            addRefs(draft, id, AliasPatch.FALLBACKS, refs);
            return new RefusedInput("targets", _ -> "alias '" + id + "' has no " + (fallbackOnly ? "fallback " : "")
                + "target '" + ref + "'" + NearestReference.hint(ref, refs) + "; it has " + EntryLookup.listed(refs));
        }
    }

    private static void addRefs(ConfigDraft draft, String id, String[] tier, List<String> refs) {
        for (List<Object> at : draft.items(draft.pathOf(draft.alias(id), tier))) refs.add(refOf(draft.at(at)));
    }

    /// @param alias          its id
    /// @param ignoresWeights whether a target has a weight that the alias's strategy ignores
    record TargetsChanged(String alias, boolean ignoresWeights) {
        static TargetsChanged of(ConfigDraft draft, String alias) {
            return new TargetsChanged(alias, AliasPatch.ignoresWeights(draft, alias));
        }
    }

    private static List<AliasTarget> entered(String targets, KnownNames known) {
        if (targets == null) {
            throw new RefusedInput("targets", names -> "which target? Give "
                + names.value("targets", "provider/model"));
        }
        return AliasChange.list("targets", targets, known);
    }

    private static String refOf(Json item) {
        return AliasPatch.refOf(item);
    }

    /// Whether two references mean the same.
    private static boolean same(String a, String b, KnownNames known) {
        if (a.equals(b)) return true;
        return known.canonical(a) instanceof String one && one.equals(known.canonical(b));
    }
}
