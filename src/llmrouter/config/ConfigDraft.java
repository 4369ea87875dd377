package llmrouter.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonEdit;
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
        boolean current = tree().number("version") instanceof Json.Num n && Decimal.millionths(n.text()) >= ConfigReader.VERSION * Decimal.ONE;
        if (!current) set(List.of(), Json.of(ConfigReader.VERSION), "version");
        return edit.text();
    }

    /// What is wrong with the text after an edit that was not wrong before it. An edit must not add problems, but it may be one step of a repair.
    public static List<Finding> newProblems(String before, String after, String file) {
        var known = new HashSet<String>();
        for (Finding old : problems(before, file)) known.add(old.path() + '\n' + old.what());
        var fresh = new ArrayList<Finding>();
        for (Finding problem : problems(after, file)) if (!known.contains(problem.path() + '\n' + problem.what())) fresh.add(problem);
        return fresh;
    }

    private static List<Finding> problems(String text, String file) {
        return ConfigReader.read(text, file) instanceof InvalidConfig invalid ? invalid.problems() : List.of();
    }

    /// Whether the file has this provider, switched off or wrong as it may be.
    public boolean hasProvider(String id) {
        return provider(id) != null;
    }

    public boolean hasAlias(String id) {
        return member(pathOf(List.of(), "modelAliases", "aliases"), id) != null;
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

    /// Where the provider with this id stands, or null.
    List<Object> provider(String id) {
        Json providers = tree().get("providers");
        if (providers instanceof Obj single) return hasId(single, id, 1) ? List.of("providers") : null;
        List<Json> items = tree().items("providers");
        for (int i = 0; i < items.size(); i++) if (items.get(i) instanceof Obj o && hasId(o, id, i + 1)) return List.of("providers", i);
        return null;
    }

    private static boolean hasId(Obj provider, String id, int number) {
        String own = provider.text("id");
        String name = provider.text("name");
        return id.equals(Ws.blank(own) ? ProviderReader.standIn(Ws.blank(name) ? null : Ws.trim(name), number) : Ws.trim(own));
    }

    private Obj object(List<?> path) {
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

    private static List<Object> path(List<?> owner, String name) {
        var path = new ArrayList<Object>(owner);
        path.add(name);
        return path;
    }
}
