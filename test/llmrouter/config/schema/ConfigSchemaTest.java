package llmrouter.config.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.ConfigSection;
import llmrouter.config.read.SectionSample;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.json.file.JsonSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The schema and the reader judge alike.
class ConfigSchemaTest {
    private static final SchemaChecker SCHEMA = new SchemaChecker(ConfigSchema.schema());
    private static final Pattern BLOCK = Pattern.compile("(?s)\"\"\"\\R(.*?)\"\"\"");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```json *\\n(.*?)^```");

    /// Values of every kind, put in the place of every key.
    private static final List<String> VALUES = List.of("null", "true", "false", "0", "1", "-1", "2", "3", "0.5", "1.5",
        "1e3", "90000000", "99999999999999", "\"\"", "\" \"", "\"x\"", "\"x y\"", "\"X-Key\"", "\"1\"", "\"0\"",
        "\"3\"", "\"2.5\"", "\"1e2\"", "\"yes\"", "\" NO \"", "\"maybe\"", "\"openai\"", "\" Anthropic\"", "\"chat\"",
        "\"grpc\"", "\"bearer\"", "\"X-API-Key\"", "\"header\"", "\"none\"", "\"oauth\"", "\"minute\"", "\"Mo\"",
        "\"fortnight\"", "\"1m\"", "\"minute:1\"", "\"7 days\"", "\"hour x 6\"", "\"0m\"", "\"1 fortnight\"",
        "\"https://x.example/v1\"", "\"HTTP://x.example:81\"", "\"ftp://x.example\"", "\"https://u:p@x.example\"",
        "\"https://x.example/v1?api-version=2024-10-21\"", "\"https://x.example/?key=1\"", "\"https://x.example#f\"",
        "\"socks5://u:p@x.example:1080\"", "\"socks4://x.example\"", "\"auto\"", "\"RR\"", "\"random\"", "\"p/m\"",
        "\"n\\u00e4h\"", "\"a\\nb\"", "\"" + "ab".repeat(32) + "\"", "\"" + "zz".repeat(32) + "\"", "[]", "{}", "[1]",
        "[null]", "[[]]", "[{}]", "[\"x\"]", "[\"\"]", "[\"openai\", \"claude\"]", "[\"openai\", 1]", "{\"a\": 1}",
        "{\"a\": \"x\"}", "{\"openai\": \"bearer\"}", "{\"grpc\": \"bearer\"}", "{\"openai\": 1}", "{\"a\": []}",
        "{\"a b\": \"x\"}", "{\"openai\": \"https://x.example\"}", "{\"openai\": \"x\"}", "{\"unit\": \"day\"}",
        "{\"unit\": \"day\", \"size\": 1}", "{\"unit\": \"eon\", \"size\": 1}", "{\"type\": \"header\"}",
        "{\"type\": \"header\", \"header\": \"X-A\"}", "{\"kind\": \"bearer\"}", "{\"file\": \"/x\"}",
        "{\"file\": 1}", "{\"input\": 1}", "{\"input\": -1}", "{\"connectMs\": 0}", "{\"id\": \"m\"}");

    /// What the reader finds by looking at more than one value; a schema cannot.
    private static final List<String> BEYOND_A_SCHEMA = List.of("is not a model", "is not configured", "names no",
        "there is no", "is not an alias", "does not exist", "is listed twice", "is the id of two", "in common",
        "no model that can be used", "mixes \"all\"", "refers to", "is an alias of", "places", "does not say which "
            + "format",
        "is neither", "is not known", "has no id", "is a header that only", "no provider", "names itself", "cycle",
        "not a target", "provider/model", "is the model itself");

    private static List<Finding> readerProblems(String text) {
        return ConfigReader.read(text, "f") instanceof InvalidConfig invalid ? invalid.problems() : List.of();
    }

    private static List<String> schemaProblems(String text) {
        return SCHEMA.problems(JsonSource.of(text).parse());
    }

    private static Json json(String text) {
        return Json.parse(text);
    }

    /// Every key of every section, in every spelling, with every value: what the reader takes is valid, and what it
    /// refuses for a single value is not.
    @Test
    void judgesEveryValueOfEveryKeyAsTheReaderDoes() {
        var tooStrict = new ArrayList<String>();
        var tooLax = new ArrayList<String>();
        int refused = 0;
        for (ConfigSection section : ConfigSection.values()) {
            for (ConfigKey key : section.keys()) {
                for (String spelling : key.spellings()) {
                    boolean first = spelling.equals(key.name());
                    for (String value : first ? VALUES : VALUES.subList(0, 16)) {
                        String text = SectionSample.around(section, Json.object().put(spelling, json(value)));
                        List<Finding> reader = readerProblems(text);
                        List<String> schema = schemaProblems(text);
                        String what = section + "." + spelling + " = " + value + "\n    reader: "
                            + reader.stream().map(Finding::describe).toList() + "\n    schema: " + schema;
                        if (!reader.isEmpty()) refused++;
                        boolean ofOneValue = reader.stream().anyMatch(ConfigSchemaTest::isOfOneValue);
                        if (reader.isEmpty() && !schema.isEmpty()) tooStrict.add(what);
                        if (ofOneValue && schema.isEmpty()) tooLax.add(what);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", tooStrict), "refused by the schema, but not by the reader");
        assertEquals("", String.join("\n", tooLax), "refused by the reader, but not by the schema");
        assertTrue(refused > 2000, "only " + refused + " of the values were mistakes");
    }

    private static boolean isOfOneValue(Finding problem) {
        return BEYOND_A_SCHEMA.stream().noneMatch(problem.what()::contains);
    }

    @Test
    void takesEveryConfigurationOfTheTestsThatTheReaderTakes() throws IOException {
        int seen = 0;
        for (String text : configurations()) {
            if (!(ConfigReader.read(text, "f") instanceof ValidConfig)) continue;
            assertEquals(List.of(), schemaProblems(text), text);
            seen++;
        }
        assertTrue(seen > 30, "only " + seen + " configurations");
    }

    /// Text blocks of tests, and examples of the documents, that are configurations.
    private static List<String> configurations() throws IOException {
        var all = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(Path.of("test"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                var blocks = BLOCK.matcher(Files.readString(file));
                while (blocks.find()) {
                    add(blocks.group(1), all);
                    add(blocks.group(1).replace('\'', '"'), all);
                }
            }
        }
        for (String page : List.of("docs/configuration.md", "README.md", "docs/running.md")) {
            var examples = EXAMPLE.matcher(Files.readString(Path.of(page)));
            while (examples.find()) add(examples.group(1), all);
        }
        return all;
    }

    private static void add(String text, List<String> all) {
        try {
            text = text.stripIndent().translateEscapes();
            Json tree = JsonSource.of(text).parse();
            boolean config = tree instanceof Obj object
                && (object.has("providers") || object.has("modelAliases") || object.has("model-aliases"));
            if (config) all.add(text);
        } catch (JsonError | IllegalArgumentException _) {
            // another text
        }
    }

    @Test
    void refusesWhatIsMissing() {
        for (ConfigSection section : List.of(ConfigSection.CLIENT_KEY, ConfigSection.PROVIDER, ConfigSection.AUTH,
            ConfigSection.CAP, ConfigSection.WINDOW, ConfigSection.MODEL, ConfigSection.ALIAS, ConfigSection.TARGET)) {
            Obj definition = ConfigSchema.schema().object("$defs").object(ConfigSchema.word(section));
            var checker = new SchemaChecker(definition.put("$defs", ConfigSchema.schema().object("$defs")));
            assertFalse(checker.problems(Json.object()).isEmpty(), section + " may be empty");
        }
    }

    @Test
    void leavesAloneWhatIsSwitchedOff() {
        String text = """
            {"version": 2, "providers": [
              {"id": "Old One", "enabled": "No", "baseUrl": "x", "models": 5},
              {"id": "p", "baseUrl": "https://p.example", "format": "openai",
               "models": ["m", {"id": "n", "enabled": false, "contextWindow": "many"}]}]}
            """;
        assertEquals(List.of(), readerProblems(text));
        assertEquals(List.of(), schemaProblems(text));
        assertFalse(schemaProblems(text.replace("\"No\"", "\"Yes\"")).isEmpty());
        assertFalse(schemaProblems(text.replace("false", "true")).isEmpty());
    }

    @Test
    void keepsUnknownKeysAsTheReaderDoes() {
        String text = "{\"$schema\": \"./llm-router.schema.json\", \"mine\": 1, \"providers\": []}";
        ConfigOutcome outcome = ConfigReader.read(text, "f");
        assertEquals(List.of("mine"), outcome.warnings().stream().map(Finding::path).toList());
        assertEquals(List.of(), schemaProblems(text));
    }

    @Test
    void proposesEveryKeyWithItsMeaningAndAnExample() {
        for (ConfigSection section : ConfigSection.values()) {
            if (section == ConfigSection.NAMES) continue;
            Obj object = section == ConfigSection.ROOT ? ConfigSchema.schema()
                : ConfigSchema.schema().object("$defs").object(ConfigSchema.word(section));
            for (ConfigKey key : section.keys()) {
                Obj property = object.object("properties").object(key.name());
                assertTrue(property.text("description").startsWith(key.meaning()), key.name());
                assertTrue(property.has("examples"), key.name());
            }
        }
        Obj alias = ConfigSchema.schema().object("$defs").object("alias").object("properties");
        assertEquals("ordered", alias.object("strategy").text("default"));
    }
}
