package llmrouter.config.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// A validator for the keywords of JSON Schema that the schema of the configuration uses. A keyword that it does not
/// know
/// is an error.
record SchemaChecker(Obj root) {
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    /// Why a value is not valid, each with its place; empty if it is.
    List<String> problems(Json value) {
        var problems = new ArrayList<String>();
        check(root, value, "", problems);
        return problems;
    }

    private boolean fits(Json schema, Json value) {
        var problems = new ArrayList<String>();
        check((Obj) schema, value, "", problems);
        return problems.isEmpty();
    }

    private void check(Obj schema, Json value, String at, List<String> problems) {
        for (Map.Entry<String, Json> keyword : schema.members().entrySet()) {
            Json of = keyword.getValue();
            String name = keyword.getKey();
            switch (name) {
                case "$schema", "title", "description", "default", "examples", "$defs", "then", "else" -> {}
                case "$ref" -> check(definition(((Str) of).value()), value, at, problems);
                case "allOf" -> ((Arr) of).items().forEach(each -> check((Obj) each, value, at, problems));
                case "if" -> {
                    Json branch = schema.get(fits(of, value) ? "then" : "else");
                    if (branch != null) check((Obj) branch, value, at, problems);
                }
                case "properties", "patternProperties", "additionalProperties", "propertyNames", "items" ->
                    inside(schema, name, value, at, problems);
                default -> {
                    if (!holds(name, of, value)) problems.add(at + ": " + name + " " + shortened(of));
                }
            }
        }
    }

    private static String shortened(Json of) {
        String text = of.toString();
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    private Obj definition(String ref) {
        Obj at = root;
        for (String step : ref.substring(2).split("/")) at = at.object(step);
        return at;
    }

    private void inside(Obj schema, String keyword, Json value, String at, List<String> problems) {
        if (keyword.equals("items")) {
            if (!(value instanceof Arr list)) return;
            for (int i = 0; i < list.items().size(); i++) {
                check(schema.object("items"), list.items().get(i), at + "[" + i + "]", problems);
            }
            return;
        }
        if (!(value instanceof Obj object)) return;
        object.members().forEach((key, member) -> {
            String path = at + "." + key;
            switch (keyword) {
                case "propertyNames" -> check(schema.object(keyword), Json.of(key), path, problems);
                case "properties" -> {
                    if (schema.object(keyword).object(key) instanceof Obj of) check(of, member, path, problems);
                }
                case "patternProperties" -> schema.object(keyword).members().forEach((pattern, of) -> {
                    if (matches(pattern, key)) check((Obj) of, member, path, problems);
                });
                default -> check(schema.object(keyword), member, path, problems);
            }
        });
    }

    private static boolean matches(String pattern, String text) {
        return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
    }

    private boolean holds(String keyword, Json of, Json value) {
        return switch (keyword) {
            case "type" -> of instanceof Arr types ? types.items().stream().anyMatch(type -> isOf(type, value))
                : isOf(of, value);
            case "const" -> of.toString().equals(value.toString());
            case "enum" -> ((Arr) of).items().stream().anyMatch(each -> each.toString().equals(value.toString()));
            case "anyOf" -> ((Arr) of).items().stream().anyMatch(each -> fits(each, value));
            case "not" -> !fits(of, value);
            case "pattern" -> !(value instanceof Str text) || matches(((Str) of).value(), text.value());
            case "required" -> !(value instanceof Obj object)
                || ((Arr) of).items().stream().allMatch(key -> object.has(((Str) key).value()));
            case "minItems" -> !(value instanceof Arr list) || list.items().size() >= number(of).intValue();
            case "minProperties" -> !(value instanceof Obj object)
                || object.members().size() >= number(of).intValue();
            case "minimum" -> !(value instanceof Num) || number(value).compareTo(number(of)) >= 0;
            case "exclusiveMinimum" -> !(value instanceof Num) || number(value).compareTo(number(of)) > 0;
            case "maximum" -> !(value instanceof Num) || number(value).compareTo(number(of)) <= 0;
            case "exclusiveMaximum" -> !(value instanceof Num) || number(value).compareTo(number(of)) < 0;
            default -> throw new AssertionError("the keyword " + keyword + " is not known to this validator");
        };
    }

    private static BigDecimal number(Json value) {
        return new BigDecimal(((Num) value).text());
    }

    private static boolean isOf(Json type, Json value) {
        return switch (value) {
            case Str _ -> type.equals(Json.of("string"));
            case Num _ -> type.equals(Json.of("number"));
            case Bool _ -> type.equals(Json.of("boolean"));
            case Arr _ -> type.equals(Json.of("array"));
            case Obj _ -> type.equals(Json.of("object"));
            case Json.Null _ -> type.equals(Json.of("null"));
        };
    }
}
