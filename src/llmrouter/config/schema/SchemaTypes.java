package llmrouter.config.schema;

import java.util.List;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigSection;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

import static llmrouter.config.schema.SchemaPatterns.text;

/// What the value of one key may be, made from the words of the type in the table. Null is allowed everywhere: the
/// reader takes it for an absent key.
final class SchemaTypes {
    /// The largest number that the reader takes.
    private static final long LARGEST = 9_000_000_000_000L;
    private static final long LARGEST_WEIGHT = 1_000_000;

    private SchemaTypes() {}

    /// @param section that has the key
    /// @return a schema without description
    static Obj of(ConfigSection section, ConfigKey key) {
        Obj special = byName(section, key.name());
        if (special != null) return special;
        return key.type().equals("object") ? orNull(ref(inner(key))) : byWords(key.type());
    }

    /// The section of the objects that a key holds, found by the section's place.
    private static ConfigSection inner(ConfigKey key) {
        for (ConfigSection section : ConfigSection.values()) {
            if (section.where().endsWith("." + key.name())) return section;
        }
        throw new AssertionError("no section has the objects of the key " + key.name());
    }

    /// Values whose form is known better than the words of the type say.
    private static Obj byName(ConfigSection section, String name) {
        return switch (name) {
            case "version" -> version();
            case "baseUrl" -> orNull(text(SchemaPatterns.BASE_URL));
            case "baseUrlByFormat" -> orNull(byFormat(orNull(text(SchemaPatterns.BASE_URL))));
            case "apiKey", "masterKey" -> orNull(text(SchemaPatterns.KEY));
            case "apiKeyEnv", "masterKeyEnv", "passwordEnv" -> orNull(text(SchemaPatterns.VARIABLE));
            case "keySha256" -> orNull(text(SchemaPatterns.DIGEST));
            case "proxy" -> anyOf(text(SchemaPatterns.PROXY), Json.object().put("const", false), nothing());
            case "format" -> formats();
            case "id" -> section == ConfigSection.PROVIDER ? orNull(text(SchemaPatterns.PROVIDER_ID)) : null;
            case "type" -> orNull(text(SchemaPatterns.auth(false)));
            case "headerName" -> orNull(text(SchemaPatterns.TRIMMED_NAME));
            case "prefix" -> Json.object().put("pattern", SchemaPatterns.HEADER_VALUE);
            case "anthropicVersion", "anthropicBeta" -> listOf(text(SchemaPatterns.FILLED_VALUE));
            default -> null;
        };
    }

    private static Obj byWords(String words) {
        return switch (words) {
            case "anything" -> Json.object();
            case "string" -> orNull(Json.object().put("type", "string"));
            case "string or list of strings", "list of strings" -> listOf(text(SchemaPatterns.FILLED));
            case "list of formats" -> formats();
            case "true or false" -> yesOrNo();
            case "whole number ≥ 1" -> whole(1, LARGEST);
            case "whole number from 0 to 86400000" -> whole(0, 86_400_000);
            case "whole number from 1 to 86400000" -> whole(1, 86_400_000);
            case "whole number from 1 to 1000000" -> whole(1, 1_000_000);
            case "number ≥ 0" -> number(Json.object().put("minimum", 0).put("maximum", LARGEST),
                SchemaPatterns.NUMBER);
            case "number above 0, at most 1000000" ->
                number(Json.object().put("exclusiveMinimum", 0).put("maximum", LARGEST_WEIGHT), SchemaPatterns.COUNT);
            case "list of client keys" -> listOf(ref(ConfigSection.CLIENT_KEY));
            case "list of providers" -> listOf(lenientRef(ConfigSection.PROVIDER));
            case "list of caps" -> listOf(ref(ConfigSection.CAP));
            case "list of strings or models" ->
                listOf(anyOf(Json.object().put("type", "string"), lenientRef(ConfigSection.MODEL)));
            case "list of strings or targets" ->
                listOf(anyOf(Json.object().put("type", "string"), ref(ConfigSection.TARGET)));
            case "object: alias id → alias" -> orNull(Json.object().put("type", "object")
                .put("propertyNames", Json.object().put("pattern", SchemaPatterns.ALIAS_ID))
                .put("additionalProperties", ref(ConfigSection.ALIAS)));
            case "object: format → authentication" -> orNull(byFormat(authentication()));
            case "object: header → string" -> orNull(headers());
            case "authentication" -> authentication();
            case "window" -> anyOf(text(SchemaPatterns.window()), ref(ConfigSection.WINDOW), nothing());
            case "unit of time" -> orNull(text(SchemaPatterns.unit()));
            case "string, object or false" -> anyOf(Json.object().put("type", "string"),
                Json.object().put("const", false), ref(ConfigSection.CLIENT_CERTIFICATE), nothing());
            default -> {
                if (!words.equals(Strategy.anyOf("`"))) throw new AssertionError("the type '" + words + "' is not "
                    + "known");
                yield strategy();
            }
        };
    }

    // ── parts ──

    static Obj anyOf(Obj... schemas) {
        Arr all = Json.array();
        for (Obj schema : schemas) all.add(schema);
        return Json.object().put("anyOf", all);
    }

    private static Obj nothing() {
        return Json.object().put("type", "null");
    }

    private static Obj orNull(Obj schema) {
        boolean simple = schema.text("type") != null && !schema.has("enum") && !schema.has("const");
        return simple ? schema.put("type", Json.strings(List.of(schema.text("type"), "null")))
            : anyOf(schema, nothing());
    }

    static Obj ref(ConfigSection section) {
        return Json.object().put("$ref", "#/$defs/" + ConfigSchema.word(section));
    }

    /// The object, or one that is switched off: mistakes in that are only warned about.
    private static Obj lenientRef(ConfigSection section) {
        Obj enabled = Json.object().put("enabled", anyOf(Json.object().put("enum", Json.array(Json.of(false), Json.of(
            0))), text(SchemaPatterns.NO)));
        Obj off = Json.object().put("properties", enabled).put("required", Json.strings(List.of("enabled")));
        return Json.object().put("type", "object").put("if", off).put("else", ref(section));
    }

    /// One value that is not a list means a list of one.
    private static Obj listOf(Obj item) {
        return anyOf(Json.object().put("type", "array").put("items", item), item, nothing());
    }

    private static Obj formats() {
        Obj words = anyOf(Json.object().put("enum", Json.strings(Format.words())), text(SchemaPatterns.format()));
        return listOf(words);
    }

    private static Obj strategy() {
        List<String> words = List.of(Strategy.values()).stream().map(Strategy::word).toList();
        return anyOf(Json.object().put("enum", Json.strings(words)), text(SchemaPatterns.strategy()), nothing());
    }

    static Obj yesOrNo() {
        return anyOf(Json.object().put("type", "boolean"), Json.object().put("enum", Json.array(Json.of(0), Json.of(
            1))), text(SchemaPatterns.YES_OR_NO), nothing());
    }

    private static Obj whole(long min, long max) {
        // a fraction is cut off, so that the largest number may have one
        Obj bounds = Json.object().put("minimum", min).put("exclusiveMaximum", max + 1);
        return number(bounds, min == 0 ? SchemaPatterns.NUMBER : SchemaPatterns.COUNT);
    }

    /// A number, or one in quotation marks.
    private static Obj number(Obj bounds, String pattern) {
        Obj number = Json.object().put("type", "number");
        bounds.members().forEach(number::put);
        return anyOf(number, text(pattern), nothing());
    }

    private static Obj version() {
        return Json.object().put("not", anyOf(Json.object().put("type", "number").put("minimum", 3)
            .put("maximum", LARGEST),
            text(SchemaPatterns.NEWER)));
    }

    private static Obj byFormat(Obj value) {
        return Json.object().put("type", "object")
            .put("propertyNames", Json.object().put("pattern", SchemaPatterns.format()))
            .put("additionalProperties", value);
    }

    private static Obj authentication() {
        return anyOf(text(SchemaPatterns.auth(true)), ref(ConfigSection.AUTH), nothing());
    }

    private static Obj headers() {
        Obj value = anyOf(text(SchemaPatterns.HEADER_VALUE), Json.object().put("type", Json.strings(List.of("number",
            "boolean", "null"))));
        return Json.object().put("type", "object")
            .put("propertyNames", Json.object().put("pattern", SchemaPatterns.HEADER_NAME))
            .put("additionalProperties", value);
    }
}
