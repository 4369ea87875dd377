package llmrouter.cli.connect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import llmrouter.json.Json;

/// The values of settings that must not be shown: those whose names say that they are secret, with all that is in them.
final class SecretValues {
    private static final String HIDDEN = "********";
    /// Shorter values are switches, e.g. `1` or `true`.
    private static final int SHORTEST = 6;
    private static final List<String> WORDS = List.of("secret", "password", "passwd", "authorization", "credential",
        "headers", "cookie");
    private static final List<String> ENDS = List.of("key", "token", "apikeyhelper");

    private final Set<String> values = new LinkedHashSet<>();

    private SecretValues() {}

    /// @param key of the gateway; or null
    static SecretValues of(String key, Json.Obj... trees) {
        var secrets = new SecretValues();
        if (key != null) secrets.values.add(key);
        for (Json.Obj tree : trees) secrets.collect(tree, false);
        return secrets;
    }

    private void collect(Json value, boolean secret) {
        switch (value) {
            case Json.Obj object ->
                object.members().forEach((name, member) -> collect(member, secret || isSecret(name)));
            case Json.Arr array -> array.items().forEach(item -> collect(item, secret));
            case Json.Str text when secret && text.value().length() >= SHORTEST -> values.add(text.value());
            default -> { }
        }
    }

    private static boolean isSecret(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        if (plain.equals("envkey")) return false;
        return WORDS.stream().anyMatch(plain::contains) || ENDS.stream().anyMatch(plain::endsWith);
    }

    /// The text without the values, as they stand in JSON and in TOML.
    String masked(String text) {
        var longestFirst = new ArrayList<>(values);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        String masked = text;
        for (String value : longestFirst) {
            String literal = Json.of(value).toString();
            masked = masked.replace(literal, '"' + HIDDEN + '"').replace("'" + value + "'", "'" + HIDDEN + "'");
            if (value.length() >= 12) masked = masked.replace(value, HIDDEN);
        }
        return masked;
    }
}
