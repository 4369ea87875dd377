package vectors;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonCount;
import llmrouter.json.JsonDuplicates;
import llmrouter.json.JsonEdit;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonSize;
import llmrouter.json.JsonSource;
import llmrouter.json.JsonWriter;
import llmrouter.json.LenientJson;
import llmrouter.toml.TomlDocument;
import llmrouter.toml.TomlEdit;
import llmrouter.toml.TomlError;
import llmrouter.toml.TomlValue;
import llmrouter.toml.TomlWriter;

/// JSON and TOML: read, written, edited.
final class DocumentAnswers {
    private DocumentAnswers() {}

    /// @param key of the top level that is edited
    static String json(String text, String key) {
        return lenient(text) + "\n" + source(text) + "\n" + strict(text, key);
    }

    private static String lenient(String text) {
        var read = LenientJson.read(text);
        return (read == null ? null : read.strict() + " " + read.values()) + " " + LenientJson.strictText(text);
    }

    private static String source(String text) {
        try {
            var source = JsonSource.of(text);
            return source.comments() + " " + source.hasNoValue() + " " + source.parse() + " "
                + JsonDuplicates.in(source) + JsonEdit.of(text).set(List.of("new"), Json.of(1)).text();
        } catch (JsonError e) {
            return e.describe();
        }
    }

    private static String strict(String text, String key) {
        Json value = Json.parse(text);
        String shown = value + "\n" + JsonWriter.pretty(value) + "\n" + JsonSize.most(value) + " "
            + JsonCount.most(text);
        if (!(value instanceof Json.Obj)) return shown;
        return shown + "\n" + scan(JsonScan.of(text), key) + "\n" + edited(text, key);
    }

    private static String scan(JsonScan scan, String key) {
        var left = new StringBuilder();
        for (var member : scan.members()) {
            String name = member.key();
            left.append(member).append(scan.kind(name)).append(scan.isEmpty(name)).append(scan.number(name, -1))
                .append(scan.text(name)).append(scan.isTrue(name)).append(scan.items(name));
        }
        return left.append(scan.splice().dedupe(key).set(key, Json.of(key)).apply()).append('\n')
            .append(scan.splice().remove(key).set("model", "\"m\"").apply()).toString();
    }

    private static String edited(String text, String key) {
        return JsonEdit.of(text).set(List.of(key, "in"), Json.array(Json.of(1), Json.of(key))).text()
            + JsonEdit.of(text).append(List.of(key), Json.object().put("a", key)).text()
            + JsonEdit.of(text).remove(List.of(key)).text()
            + JsonEdit.of(text).rename(List.of(key), "renamed").text();
    }

    /// @param key that is edited
    static String toml(String text, String key) {
        var document = TomlDocument.of(text);
        var left = new StringBuilder().append(document.table()).append('\n');
        document.table().members().forEach((name, value) ->
            left.append(document.place(List.of(name))).append(TomlWriter.of(value)).append('\n'));
        left.append(document.place(List.of(key, "deep"))).append('\n');
        left.append(edit(text, key)).append('\n').append(TomlEdit.of(text).remove(List.of(key)).text());
        return left.append(TomlWriter.key(List.of(key, "a b", ""))).toString();
    }

    private static String edit(String text, String key) {
        try {
            return TomlEdit.of(text).set(List.of(key, "deep"), TomlValue.of(key)).text();
        } catch (TomlError e) {
            return e.describe();
        }
    }
}
