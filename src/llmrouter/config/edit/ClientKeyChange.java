package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Ids;
import llmrouter.config.KnownNames;
import llmrouter.config.edit.ClientKeyChange.ClientKeyChanged;
import llmrouter.config.edit.input.ClientKeyInput;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.text.Letters;
import llmrouter.text.NearestName;
import llmrouter.text.Ws;

/// A change of the keys of single clients. A key is stored as its digest only.
public sealed interface ClientKeyChange extends ConfigChange<ClientKeyChanged> {
    /// Adds a client with a key.
    ///
    /// @param name      of the client, or null if none was entered
    /// @param keySha256 64 lower-case hexadecimal digits
    record AddKey(String name, String keySha256, ClientKeyInput input) implements ClientKeyChange {
        @Override
        public ClientKeyChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            checkName(name);
            if (names(draft).contains(name)) {
                throw new RefusedInput("name", to -> "there is a client key '" + name + "' already; "
                    + to.operation("set-key") + " changes it");
            }
            checkUnused(draft, keySha256, null);
            Obj key = Json.object().put("name", name).put("keySha256", keySha256);
            Arr models = input.modelList();
            checkModels(models, before);
            Arr caps = input.capList();
            if (models != null && models.size() > 0) key.put("models", models);
            if (caps != null && caps.size() > 0) key.put("rateLimits", caps);
            if (input.expiry() instanceof Json.Num moment) key.put("expires", moment);
            draft.append(keys(draft), key);
            return new ClientKeyChanged(name, names(draft).size());
        }
    }

    /// Changes what a client may do, until when, or its key.
    ///
    /// @param keySha256 of a new key, or null to keep the old one
    record SetKey(String name, String keySha256, ClientKeyInput input) implements ClientKeyChange {
        @Override
        public ClientKeyChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            List<Object> path = path(draft, name);
            boolean nothing = keySha256 == null && input.models() == null && input.caps() == null
                && input.expires() == null;
            if (nothing) {
                throw new RefusedInput("models", to -> "what is to be changed? Give " + to.field("models") + ", "
                    + to.field("caps") + ", " + to.field("expires") + ", or " + to.field("generate")
                    + " for a new key");
            }
            if (keySha256 != null) {
                checkUnused(draft, keySha256, path);
                put(draft, path, Json.of(keySha256), "keySha256");
            }
            Arr models = input.modelList();
            checkModels(models, before);
            putList(draft, path, models, "models", "model");
            putList(draft, path, input.capList(), "rateLimits");
            switch (input.expiry()) {
                case null -> { }
                case Json.Null _ -> draft.remove(path, "expires");
                case Json moment -> put(draft, path, moment, "expires");
            }
            return new ClientKeyChanged(name, names(draft).size());
        }
    }

    /// Removes the key of a client.
    ///
    /// @param confirmed whether the gateway may be left without any key
    record RevokeKey(String name, boolean confirmed) implements ClientKeyChange {
        @Override
        public ClientKeyChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            List<Object> path = path(draft, name);
            boolean last = names(draft).size() == 1 && !hasMasterKey(draft);
            if (last && !confirmed) {
                throw new RefusedInput("yes", to -> "'" + name + "' is the last key, so nothing was removed: a gateway "
                    + "that runs would refuse every request, and one that is started then answers every program on "
                    + "this machine without a key. Give " + to.field("yes") + " if that is what you want, or set "
                    + "another key first with " + to.operation("set-master-key"));
            }
            if (names(draft).size() == 1) draft.remove(List.of(), "masterKeys");
            else draft.cut(path);
            return new ClientKeyChanged(name, names(draft).size());
        }
    }

    /// @param name  of the client
    /// @param count how many client keys there are now
    record ClientKeyChanged(String name, int count) {}

    private static List<Object> keys(ConfigDraft draft) {
        return draft.pathOf(List.of(), "masterKeys");
    }

    private static List<String> names(ConfigDraft draft) {
        var names = new ArrayList<String>();
        for (List<Object> path : draft.items(keys(draft))) {
            if (draft.object(path) instanceof Obj key && key.text("name") instanceof String name) {
                names.add(Ws.trim(name));
            }
        }
        return names;
    }

    private static List<Object> path(ConfigDraft draft, String name) {
        List<String> known = names(draft);
        if (name == null) {
            throw new RefusedInput("name", to -> "which client key? Give its name; there are "
                + EntryLookup.listed(known));
        }
        for (List<Object> path : draft.items(keys(draft))) {
            if (draft.object(path) instanceof Obj key && key.text("name") instanceof String there
                && Ws.trim(there).equals(name)) {
                return path;
            }
        }
        throw new RefusedInput("name", _ -> "there is no client key '" + name + "'" + NearestName.hint(name, known)
            + "; there are " + EntryLookup.listed(known));
    }

    private static void checkName(String name) {
        if (name == null) {
            throw new RefusedInput("name", to -> "which client is the key for? Give a name, e.g. "
                + to.operation("add-key") + " ci");
        }
        if (Ids.isAliasId(name)) return;
        throw new RefusedInput("name", _ -> "'" + name
            + "' cannot be the name of a client key; start with a letter or digit, then use letters, digits and "
            + ". _ : -");
    }

    /// Refuses the name of a model that does not exist: it would give the client nothing. A name is not checked while
    /// unknown models are answered, or while the configuration has mistakes.
    ///
    /// @param models or null
    private static void checkModels(Arr models, ConfigOutcome before) {
        if (models == null || !(before instanceof ValidConfig(Config config, _, _))) return;
        if (config.unknownModels() != null) return;
        var known = new KnownNames(config);
        for (Json item : models.items()) {
            if (!(item instanceof Json.Str given)) continue;
            String ref = given.value();
            boolean provider = config.providers().stream().anyMatch(p -> ref.equals(p.id() + "/*"));
            if (provider || known.canonical(ref) != null) continue;
            throw new RefusedInput("models", to -> to.field("models")
                + ": there is no model (provider/model) or alias '" + ref + "'"
                + NearestName.hint(ref, known.all()) + "; there are " + EntryLookup.listed(known.all()));
        }
    }

    /// Two clients with one key could not be told apart.
    private static void checkUnused(ConfigDraft draft, String keySha256, List<Object> own) {
        for (List<Object> path : draft.items(keys(draft))) {
            boolean same = draft.object(path) instanceof Obj key
                && draft.member(path, "keySha256") instanceof Json.Str digest
                && Letters.same(digest.value(), keySha256);
            if (!same || path.equals(own)) continue;
            String owner = draft.object(path).text("name");
            throw new RefusedInput("key", _ -> "this key is the key of '" + owner + "' already; take another one");
        }
    }

    private static boolean hasMasterKey(ConfigDraft draft) {
        for (String name : List.of("masterKey", "masterKeyEnv", "masterKeyFile", "masterKeyCommand")) {
            if (draft.member(List.of(), name) != null) return true;
        }
        return false;
    }

    private static void putList(ConfigDraft draft, List<Object> path, Arr list, String... names) {
        if (list == null) return;
        if (list.size() == 0) draft.remove(path, names);
        else put(draft, path, list, names);
    }

    private static void put(ConfigDraft draft, List<Object> path, Json value, String... names) {
        if (!value.equals(draft.member(path, names))) draft.set(path, value, names);
    }
}
