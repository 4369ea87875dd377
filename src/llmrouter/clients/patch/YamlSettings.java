package llmrouter.clients.patch;

import java.util.List;

import llmrouter.json.Json;

/// YAML, as far as it can be edited safely: a file that is empty or has JSON, which is YAML too. Of other YAML nothing is
/// known; that is not edited, and the error says what to add by hand.
public final class YamlSettings implements SettingsSyntax {
    public static final SettingsSyntax SYNTAX = new YamlSettings();
    private static final String KEY = "apiKey";

    private YamlSettings() {}

    @Override
    public Json.Obj tree(String text) {
        return isJson(text) ? JsonSettings.SYNTAX.tree(text) : Json.object();
    }

    @Override
    public String set(String text, List<?> path, Json value) {
        if (isJson(text)) return JsonSettings.SYNTAX.set(text, path, value);
        String lines = value instanceof Json.Arr(var items) && !items.isEmpty() ? "- " + shown(items.getFirst())
            : shown(value).toString();
        throw new PatchError("it is YAML written by hand, which is not edited here, because its comments and references "
            + "would not be safe; add this below `" + AgentSetting.name(path) + ":`, indented by two blanks, with your "
            + "key: " + lines);
    }

    @Override
    public String remove(String text, List<?> path) {
        return isJson(text) ? JsonSettings.SYNTAX.remove(text, path) : text;
    }

    private static boolean isJson(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == '\uFEFF')) at++;
        return at == text.length() || text.charAt(at) == '{';
    }

    /// The value without its key.
    private static Json shown(Json value) {
        if (!(value instanceof Json.Obj(var members))) return value;
        var shown = Json.object();
        members.forEach((name, member) -> shown.put(name, name.equals(KEY) ? Json.of("YOUR-KEY") : member));
        return shown;
    }
}
