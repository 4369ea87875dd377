package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.Reference.RefKind;
import llmrouter.config.edit.RenameChange.Renamed;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// Gives a provider or an alias another id, and changes every reference to it.
public sealed interface RenameChange extends ConfigChange<Renamed> {
    /// @param from its id
    /// @param to   its new id; no other provider may have it
    record RenameProvider(String from, String to) implements RenameChange {
        @Override
        public Renamed applyTo(ConfigDraft draft, ConfigOutcome before) {
            String old = EntryLookup.provider(draft, from);
            checkNew("provider", old, to, draft.providerIds());
            ProviderChange.checkId("to", to);
            if (old.equals(to)) return new Renamed("provider", old, to, List.of());
            List<String> changed = repoint(draft, old + "/", to + "/");
            List<Object> path = draft.provider(old);
            if (draft.object(path).text("name") instanceof String name && name.equals(old)) {
                draft.set(path, Json.of(to), "name");
            }
            draft.set(path, Json.of(to), "id");
            return new Renamed("provider", old, to, changed);
        }

        private static List<String> repoint(ConfigDraft draft, String oldPrefix, String newPrefix) {
            var changed = new ArrayList<String>();
            for (Reference reference : Reference.all(draft)) {
                boolean concerned = reference.kind() != RefKind.CAPPED_MODEL && reference.ref().startsWith(oldPrefix);
                if (!concerned) continue;
                changed.add(replace(draft, reference, newPrefix + reference.ref().substring(oldPrefix.length())));
            }
            return changed;
        }
    }

    /// @param from its id
    /// @param to   its new id; no other alias may have it
    record RenameAlias(String from, String to) implements RenameChange {
        @Override
        public Renamed applyTo(ConfigDraft draft, ConfigOutcome before) {
            String old = EntryLookup.alias(draft, from);
            List<String> ids = draft.aliasIds();
            checkNew("alias", old, to, ids);
            AliasChange.checkId("to", to);
            if (old.equals(to)) return new Renamed("alias", old, to, List.of());
            var changed = new ArrayList<String>();
            String prefixed = "alias:" + old;
            for (Reference reference : Reference.all(draft)) {
                if (reference.kind() == RefKind.CAPPED_MODEL) continue;
                if (reference.ref().equals(old)) changed.add(replace(draft, reference, to));
                boolean isLong = reference.ref().equals(prefixed) && !ids.contains(prefixed);
                if (isLong) changed.add(replace(draft, reference, "alias:" + to));
            }
            if (draft.member(draft.alias(old), "id") != null) draft.set(draft.alias(old), Json.of(to), "id");
            draft.rename(draft.alias(old), to);
            return new Renamed("alias", old, to, changed);
        }
    }

    /// @param kind       `provider` or `alias`
    /// @param references that were changed too, in words
    record Renamed(String kind, String from, String to, List<String> references) {}

    private static void checkNew(String kind, String old, String to, List<String> taken) {
        if (to == null) {
            throw new RefusedInput("to", names -> "what is the new id of " + kind + " '" + old + "'? Give "
                + names.field("to"));
        }
        if (!to.equals(old) && taken.contains(to)) {
            throw new RefusedInput("to", _ -> "there is another " + kind + " with the id '" + to + "'");
        }
    }

    private static String replace(ConfigDraft draft, Reference reference, String ref) {
        if (draft.at(reference.path()) instanceof Obj target) {
            draft.set(reference.path(), Json.of(ref), AliasPatch.refName(target));
        } else {
            draft.put(reference.path(), Json.of(ref));
        }
        return reference.describe() + " → " + ref;
    }
}
