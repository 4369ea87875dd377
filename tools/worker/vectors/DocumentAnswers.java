package vectors;

import java.util.List;
import java.util.function.Supplier;

import llmrouter.json.Json;
import llmrouter.json.JsonCount;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonSize;
import llmrouter.json.JsonWriter;
import llmrouter.json.file.JsonDuplicates;
import llmrouter.json.file.JsonEdit;
import llmrouter.json.file.JsonSource;
import llmrouter.json.lenient.LenientJson;
import llmrouter.toml.TomlDocument;
import llmrouter.toml.TomlEdit;
import llmrouter.toml.TomlError;
import llmrouter.toml.TomlValue;
import llmrouter.toml.TomlWriter;

/// JSON and TOML: read, written, edited.
final class DocumentAnswers {
    private DocumentAnswers() {}

    /// The answer of one of several parts, each of which may be refused.
    private static String part(Supplier<String> answer) {
        try {
            return answer.get() + "\n";
        } catch (JsonError e) {
            return e.describe() + "\n";
        } catch (TomlError e) {
            return e.describe() + "\n";
        }
    }

    /// @param key of the top level that is edited
    static String json(String text, String key) {
        return part(() -> LenientJson.read(text).values().toString()) + part(() -> LenientJson.strictText(text))
            + part(() -> source(text)) + part(() -> written(Json.parse(text)))
            + part(() -> scan(JsonScan.of(text), key))
            + part(() -> JsonEdit.of(text).set(List.of(key, "in"), Json.array(Json.of(1), Json.of(key))).text())
            + part(() -> JsonEdit.of(text).append(List.of(key), Json.object().put("a", key)).text())
            + part(() -> JsonEdit.of(text).remove(List.of(key)).text())
            + part(() -> JsonEdit.of(text).rename(List.of(key), "renamed").text())
            + part(() -> JsonSize.most(Json.parse(text)) + " " + JsonCount.most(text));
    }

    private static String source(String text) {
        var source = JsonSource.of(text);
        return source.comments() + " " + source.hasNoValue() + " " + source.parse() + " " + JsonDuplicates.in(source);
    }

    private static String written(Json value) {
        return value + "\n" + JsonWriter.pretty(value);
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

    /// @param key that is edited
    static String toml(String text, String key) {
        var document = TomlDocument.of(text);
        var left = new StringBuilder().append(document.table()).append('\n');
        document.table().members().forEach((name, value) ->
            left.append(document.place(List.of(name))).append(TomlWriter.of(value)).append('\n'));
        left.append(document.place(List.of(key, "deep"))).append('\n');
        left.append(part(() -> TomlEdit.of(text).set(List.of(key, "deep"), TomlValue.of(key)).text()))
            .append(part(() -> TomlEdit.of(text).set(List.of(key), TomlValue.of(7)).text()))
            .append(part(() -> TomlEdit.of(text).remove(List.of(key)).text()));
        return left.append(TomlWriter.key(List.of(key, "a b", ""))).toString();
    }
}
