package llmrouter.clients.patch;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.file.JsonEdit;
import llmrouter.json.file.JsonSource;

/// JSON, also with comments, trailing commas and a byte-order mark.
public final class JsonSettings implements SettingsSyntax {
    public static final SettingsSyntax SYNTAX = new JsonSettings();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private JsonSettings() {}

    @Override
    public Json.Obj tree(String text) {
        try {
            JsonSource source = JsonSource.of(TrailingCommas.blanked(text));
            if (source.hasNoValue()) return Json.object();
            if (source.parse() instanceof Json.Obj object) return object;
        } catch (JsonError e) {
            throw new PatchError("it is not JSON: " + e.describe());
        }
        throw new PatchError("it must be a JSON object, with { at its beginning");
    }

    @Override
    public String set(String text, List<?> path, Json value) {
        if (value.equals(SettingsSyntax.at(tree(text), path))) return text;
        return edited(withObject(text), edit -> edit.set(path, value));
    }

    @Override
    public String remove(String text, List<?> path) {
        if (SettingsSyntax.at(tree(text), path) == null) return text;
        return edited(text, edit -> edit.remove(path));
    }

    /// A change of a text.
    private interface Edit {
        JsonEdit of(JsonEdit edit);
    }

    private static String edited(String text, Edit change) {
        try {
            return TrailingCommas.shown(change.of(JsonEdit.of(TrailingCommas.hidden(text))).text());
        } catch (JsonError e) {
            throw new PatchError("a setting has no place in it: " + e.describe());
        }
    }

    /// A text with nothing but white space and comments gets an object.
    private static String withObject(String text) {
        if (!JsonSource.of(text).hasNoValue()) return text;
        boolean mark = text.equals(BYTE_ORDER_MARK);
        String lineEnd = text.indexOf("\r\n") < 0 ? "\n" : "\r\n";
        boolean begins = text.isEmpty() || mark || text.endsWith("\n");
        return text + (begins ? "" : lineEnd) + "{}" + lineEnd;
    }
}
