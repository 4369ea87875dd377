package llmrouter.toml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.toml.TomlValue.Bool;
import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Moment;
import llmrouter.toml.TomlValue.Real;
import llmrouter.toml.TomlValue.Str;
import llmrouter.toml.TomlValue.Table;
import llmrouter.toml.TomlValue.Whole;

/// The documents under `test/fixtures/toml`.
final class TomlCases {
    private static final Path FOLDER = Path.of("test/fixtures/toml");
    private static final String ESCAPED = " (escaped)";

    /// @param document the text to read
    /// @param expected what stands behind `---`
    record Case(String name, String document, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private TomlCases() {}

    static List<Case> valid() throws IOException {
        return of("valid.txt");
    }

    static List<Case> invalid() throws IOException {
        return of("invalid.txt");
    }

    private static List<Case> of(String file) throws IOException {
        var cases = new ArrayList<Case>();
        String[] parts = Files.readString(FOLDER.resolve(file)).split("(?m)^=== ");
        for (int i = 1; i < parts.length; i++) cases.add(parse(parts[i]));
        return cases;
    }

    private static Case parse(String part) {
        int name = part.indexOf('\n');
        int end = part.indexOf("\n---", name - 1);
        String document = end < name + 1 ? "" : part.substring(name + 1, end + 1);
        String title = part.substring(0, name);
        if (title.endsWith(ESCAPED)) document = document.stripTrailing().translateEscapes();
        return new Case(title, document, part.substring(end + 4).strip());
    }

    /// A tree as the fixtures write it.
    static Json json(TomlValue value) {
        return switch (value) {
            case Str(var text) -> Json.of(text);
            case Whole(var number) -> Json.of(number);
            case Bool(var is) -> Json.of(is);
            case Real(var text) -> Json.object().put("real", text);
            case Moment(var kind, var text) -> Json.object().put(kind.name().toLowerCase().replace('_', '-'), text);
            case Items(var items) -> {
                var array = Json.array();
                items.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Table(var members) -> {
                var object = Json.object();
                for (Map.Entry<String, TomlValue> member : members.entrySet()) {
                    object.put(member.getKey(), json(member.getValue()));
                }
                yield object;
            }
        };
    }
}
