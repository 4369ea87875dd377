package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Decimal;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.Fields;
import llmrouter.config.read.ProviderReader;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.file.JsonEdit;
import llmrouter.json.file.JsonSource;
import llmrouter.text.Ws;

/// A configuration file's text while it is edited. An edit changes only what it is about, and keeps the spelling that
/// the file uses; all other text stays as it is, including its white space. One owner.
public final class ConfigDraft {
    private static final String NEW_FILE = "{\n  \"version\": " + ConfigReader.VERSION + "\n}\n";

    private final JsonEdit edit;
    private Obj tree;

    private ConfigDraft(JsonEdit edit) {
        this.edit = edit;
    }

    /// @param text of the file; an empty text becomes a new configuration
    /// @throws llmrouter.json.JsonError the text is not JSON
    public static ConfigDraft of(String text) {
        if (Ws.blank(text)) return new ConfigDraft(JsonEdit.of(NEW_FILE));
        boolean onlyComments = JsonSource.of(text).hasNoValue();
        return new ConfigDraft(JsonEdit.of(onlyComments ? Ws.trimEnd(text) + "\n" + NEW_FILE : text));
    }

    /// The text with all edits so far. An edited file says the current schema version.
    String text() {
        if (!saysVersion()) set(List.of(), Json.of(ConfigReader.VERSION), "version");
        return edit.text();
    }

    /// Whether the file says, as a number, that it has the current schema version.
    boolean saysVersion() {
        return tree().number("version") instanceof Json.Num n
            && Decimal.millionths(n.text()) >= ConfigReader.VERSION * Decimal.ONE;
    }

    /// The schema version the file says, or seems to have.
    int version() {
        return ConfigReader.version(tree());
    }

    /// Whether the file has this provider, also one that is switched off or has mistakes.
    boolean hasProvider(String id) {
        return provider(id) != null;
    }

    boolean hasAlias(String id) {
        return !Json.isNull(at(alias(id)));
    }

    /// Sets the master key, and removes the members that said it in another way.
    void setMasterKey(Secret key) {
        setSecret(List.of(), key, "masterKey", "masterKey");
    }

    /// Sets the default model if there is none.
    void setDefaultModelIfAbsent(String ref) {
        if (member(List.of(), "defaultModel") == null) set(List.of(), Json.of(ref), "defaultModel");
    }

    /// The top of the file as it is now.
    public Obj tree() {
        if (tree == null) tree = edit.tree() instanceof Obj o ? o : Json.object();
        return tree;
    }

    /// Sets a member of the object at `owner`, in the spelling it has there, else in the first of `names`.
    void set(List<?> owner, Json value, String... names) {
        String used = spelling(object(owner), names);
        edit.set(path(owner, used == null ? names[0] : used), value);
        tree = null;
    }

    /// Sets the value at a path.
    void put(List<?> path, Json value) {
        edit.set(path, value);
        tree = null;
    }

    /// Removes the value at a path.
    void cut(List<?> path) {
        edit.remove(path);
        tree = null;
    }

    /// Gives the member at a path another name.
    void rename(List<?> path, String name) {
        edit.rename(path, name);
        tree = null;
    }

    /// Removes a member, in all its spellings.
    void remove(List<?> owner, String... names) {
        for (String name : names) {
            for (String twin : Fields.twins(name)) {
                if (object(owner) instanceof Obj o && o.has(twin)) edit.remove(path(owner, twin));
            }
        }
        tree = null;
    }

    /// Sets a secret, and removes the members that said it in another way.
    ///
    /// @param twin another name of the member that holds the key itself
    void setSecret(List<?> owner, Secret secret, String name, String twin) {
        String suffix = switch (secret) {
            case InlineSecret _ -> "";
            case EnvSecret _ -> "Env";
            case FileSecret _ -> "File";
            case CommandSecret _ -> "Command";
            case MissingSecret _ -> throw new IllegalArgumentException("no file says that a key is missing");
        };
        String value = switch (secret) {
            case InlineSecret(String key, _) -> key;
            case EnvSecret(String variable) -> variable;
            case FileSecret(String file) -> file;
            case CommandSecret(String command) -> command;
            case MissingSecret(Secret _, String problem) -> problem;
        };
        for (String other : List.of("", "Env", "File", "Command")) {
            if (other.equals(suffix)) continue;
            remove(owner, name + other);
            if (other.isEmpty()) remove(owner, twin);
        }
        String[] names = suffix.isEmpty() ? new String[] {name, twin} : new String[] {name + suffix};
        set(owner, Json.of(value), names);
    }

    /// Adds an item to a list; a single value becomes a list first.
    void append(List<?> list, Json item) {
        Json there = at(list);
        if (Json.isNull(there) || there instanceof Arr) edit.append(list, item);
        else edit.set(list, Json.array(there, item));
        tree = null;
    }

    /// The member of an object by any of its spellings, or null. A JSON null means the same as an absent member.
    Json member(List<?> owner, String... names) {
        Obj object = object(owner);
        String used = object == null ? null : spelling(object, names);
        return used == null || Json.isNull(object.get(used)) ? null : object.get(used);
    }

    /// The path of a member by the spelling it has, or would get.
    List<Object> pathOf(List<?> owner, String... names) {
        String used = spelling(object(owner), names);
        return path(owner, used == null ? names[0] : used);
    }

    /// The ids of all providers, in the order of the file.
    List<String> providerIds() {
        return List.copyOf(providers().keySet());
    }

    /// The ids of all aliases, in the order of the file.
    List<String> aliasIds() {
        Obj aliases = object(aliases());
        return aliases == null ? List.of() : List.copyOf(aliases.members().keySet());
    }

    /// The path of each provider, by its id.
    Map<String, List<Object>> providers() {
        var found = new LinkedHashMap<String, List<Object>>();
        List<List<Object>> items = items(List.of("providers"));
        for (int i = 0; i < items.size(); i++) {
            if (object(items.get(i)) instanceof Obj o) found.putIfAbsent(idOf(o, i + 1), items.get(i));
        }
        return found;
    }

    /// The path of the provider with this id, or null.
    List<Object> provider(String id) {
        return providers().get(id);
    }

    /// The path that the aliases have, or would get.
    List<Object> aliases() {
        return pathOf(List.of(), "modelAliases", "aliases");
    }

    /// The path that the alias with this id has, or would get. An id is a name: it has no other spelling.
    List<Object> alias(String id) {
        return path(aliases(), id);
    }

    /// The paths of a list's items; a single value counts as a list of one.
    List<List<Object>> items(List<?> list) {
        Json value = at(list);
        var items = new ArrayList<List<Object>>();
        if (value instanceof Arr a) {
            for (int i = 0; i < a.size(); i++) items.add(path(list, i));
        } else if (!Json.isNull(value)) {
            items.add(List.copyOf(list));
        }
        return items;
    }

    private static String idOf(Obj provider, int number) {
        String own = provider.text("id");
        String name = provider.text("name");
        if (!Ws.blank(own)) return Ws.trim(own);
        return ProviderReader.standIn(Ws.blank(name) ? null : Ws.trim(name), number);
    }

    /// The object at a path, or null.
    Obj object(List<?> path) {
        return at(path) instanceof Obj o ? o : null;
    }

    /// The value at a path, or null.
    Json at(List<?> path) {
        Json value = tree();
        for (Object step : path) {
            value = switch (value) {
                case Obj o when step instanceof String key -> o.get(key);
                case Arr a when step instanceof Integer i && i < a.size() -> a.items().get(i);
                case null, default -> null;
            };
        }
        return value;
    }

    /// The spelling that counts when the file is read, else one that is there with a JSON null, else null.
    private static String spelling(Obj object, String... names) {
        if (object == null) return null;
        String empty = null;
        for (String name : names) {
            for (String twin : Fields.twins(name)) {
                if (!Json.isNull(object.get(twin))) return twin;
                if (object.has(twin) && empty == null) empty = twin;
            }
        }
        return empty;
    }

    private static List<Object> path(List<?> owner, Object step) {
        var path = new ArrayList<Object>(owner);
        path.add(step);
        return path;
    }
}
