package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.Decimal;
import llmrouter.config.Finding;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.Fields;
import llmrouter.config.read.ProviderReader;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonEdit;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// A configuration file's text while it is edited. What an edit is not about stays as it is, to the last space; what it is about keeps the spelling that the
/// file uses. One owner.
public final class ConfigDraft {
    private static final String NEW_FILE = "{\n  \"version\": " + ConfigReader.VERSION + "\n}\n";

    private final JsonEdit edit;
    private Obj tree;

    private ConfigDraft(JsonEdit edit) {
        this.edit = edit;
    }

    /// @param text of the file; an empty one is begun anew
    /// @throws llmrouter.json.JsonError the text is not JSON
    public static ConfigDraft of(String text) {
        return new ConfigDraft(JsonEdit.of(Ws.blank(text) ? NEW_FILE : text));
    }

    /// The text with all edits so far. An edited file says the current schema version.
    public String text() {
        if (!saysVersion()) set(List.of(), Json.of(ConfigReader.VERSION), "version");
        return edit.text();
    }

    /// Whether the file says, as a number, that it has the current schema version.
    public boolean saysVersion() {
        return tree().number("version") instanceof Json.Num n && Decimal.millionths(n.text()) >= ConfigReader.VERSION * Decimal.ONE;
    }

    /// The schema version the file says, or seems to have.
    public int version() {
        return ConfigReader.version(tree());
    }

    /// What is wrong with the text after an edit that was not wrong before it. An edit must not add problems, but it may be one step of a repair.
    public static List<Finding> newProblems(String before, String after, String file) {
        var known = new ArrayList<String>();
        for (Finding old : problems(before, file)) known.add(kind(old));
        var fresh = new ArrayList<Finding>();
        for (Finding problem : problems(after, file)) if (!known.remove(kind(problem))) fresh.add(problem);
        return fresh;
    }

    /// What makes a problem the same one before and after an edit, which may have moved it to another place of a list.
    private static String kind(Finding problem) {
        var kind = new Text(80);
        boolean index = false;
        for (char c : problem.path().toCharArray()) {
            if (!index || c == ']') kind.add(c);
            index = c == '[' || index && c != ']';
        }
        return kind.add('\n').add(problem.what()).take();
    }

    private static List<Finding> problems(String text, String file) {
        return ConfigReader.read(text, file) instanceof InvalidConfig invalid ? invalid.problems() : List.of();
    }

    /// Whether the file has this provider, switched off or wrong as it may be.
    public boolean hasProvider(String id) {
        return provider(id) != null;
    }

    public boolean hasAlias(String id) {
        return !Json.isNull(at(alias(id)));
    }

    /// Puts the master key where this secret says it is, and nowhere else.
    public void setMasterKey(Secret key) {
        setSecret(List.of(), key, "masterKey", "masterKey");
    }

    /// Sets the default model if there is none.
    public void setDefaultModelIfAbsent(String ref) {
        if (member(List.of(), "defaultModel") == null) set(List.of(), Json.of(ref), "defaultModel");
    }

    /// The top of the file as it is now.
    Obj tree() {
        if (tree == null) tree = Json.parse(edit.text()) instanceof Obj o ? o : Json.object();
        return tree;
    }

    /// Sets a member of the object at `owner`, by the spelling it has there or else by the first of `names`.
    void set(List<?> owner, Json value, String... names) {
        String used = spelling(object(owner), names);
        edit.set(path(owner, used == null ? names[0] : used), value);
        tree = null;
    }

    /// Sets what a path leads to.
    void put(List<?> path, Json value) {
        edit.set(path, value);
        tree = null;
    }

    /// Takes out what a path leads to.
    void cut(List<?> path) {
        edit.remove(path);
        tree = null;
    }

    /// Takes a member out, in all its spellings.
    void remove(List<?> owner, String... names) {
        for (String name : names) {
            for (String twin : Fields.twins(name)) {
                if (object(owner) instanceof Obj o && o.has(twin)) edit.remove(path(owner, twin));
            }
        }
        tree = null;
    }

    void setSecret(List<?> owner, Secret secret, String name, String twin) {
        String suffix = switch (secret) {
            case InlineSecret _ -> "";
            case EnvSecret _ -> "Env";
            case FileSecret _ -> "File";
            case CommandSecret _ -> "Command";
        };
        String value = switch (secret) {
            case InlineSecret(String key) -> key;
            case EnvSecret(String variable) -> variable;
            case FileSecret(String file) -> file;
            case CommandSecret(String command) -> command;
        };
        for (String other : List.of("", "Env", "File", "Command")) {
            if (other.equals(suffix)) continue;
            remove(owner, name + other);
            if (other.isEmpty()) remove(owner, twin);
        }
        String[] names = suffix.isEmpty() ? new String[] {name, twin} : new String[] {name + suffix};
        set(owner, Json.of(value), names);
    }

    void append(List<?> list, Json item) {
        Json there = at(list);
        if (there == null || there instanceof Arr) edit.append(list, item);
        else edit.set(list, Json.array(there, item));
        tree = null;
    }

    /// The member of an object by any of its spellings, or null.
    Json member(List<?> owner, String... names) {
        Obj object = object(owner);
        String used = object == null ? null : spelling(object, names);
        return used == null ? null : object.get(used);
    }

    /// The path of a member by the spelling it has, or would get.
    List<Object> pathOf(List<?> owner, String... names) {
        String used = spelling(object(owner), names);
        return path(owner, used == null ? names[0] : used);
    }

    /// The ids of all providers, in the order of the file.
    public List<String> providerIds() {
        return List.copyOf(providers().keySet());
    }

    /// The ids of all aliases, in the order of the file.
    public List<String> aliasIds() {
        Obj aliases = object(aliases());
        return aliases == null ? List.of() : List.copyOf(aliases.members().keySet());
    }

    /// Where each provider stands, by its id.
    Map<String, List<Object>> providers() {
        var found = new LinkedHashMap<String, List<Object>>();
        List<List<Object>> items = items(List.of("providers"));
        for (int i = 0; i < items.size(); i++) if (object(items.get(i)) instanceof Obj o) found.putIfAbsent(idOf(o, i + 1), items.get(i));
        return found;
    }

    /// Where the provider with this id stands, or null.
    List<Object> provider(String id) {
        return providers().get(id);
    }

    /// Where the aliases stand, or would.
    List<Object> aliases() {
        return pathOf(List.of(), "modelAliases", "aliases");
    }

    /// Where the alias with this id stands, or would; it is a name, so that no other spelling of it counts.
    List<Object> alias(String id) {
        return path(aliases(), id);
    }

    /// Where the items of a list stand; one value that is no list is a list of one.
    List<List<Object>> items(List<?> list) {
        Json value = at(list);
        var items = new ArrayList<List<Object>>();
        if (value instanceof Arr a) for (int i = 0; i < a.size(); i++) items.add(path(list, i));
        else if (!Json.isNull(value)) items.add(List.copyOf(list));
        return items;
    }

    private static String idOf(Obj provider, int number) {
        String own = provider.text("id");
        String name = provider.text("name");
        return Ws.blank(own) ? ProviderReader.standIn(Ws.blank(name) ? null : Ws.trim(name), number) : Ws.trim(own);
    }

    Obj object(List<?> path) {
        return at(path) instanceof Obj o ? o : null;
    }

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

    /// The spelling that counts when the file is read; one that is there but null is taken over.
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
