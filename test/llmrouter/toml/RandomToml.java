package llmrouter.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Real;
import llmrouter.toml.TomlValue.Table;

/// Random documents in all forms that people write, random paths into them, and random values.
final class RandomToml {
    private static final String[] KEYS = {"a", "b", "c", "\"a\"", "'x.y'", "b", "k-1"};
    private static final String[] VALUES = {"1", "0x1F", "\"text\"", "'lit'", "true", "1.5", "2026-11-30", "[1, 2]", "[]",
        "[\n  1, # one\n  2,\n]", "\"\"\"\nx # y\n[a]\n\"\"\"", "'''[b]'''", "{}", "{ a = 1, b.c = 2 }",
        "{ b = { c = [1] } }", "[{ a = 1 }, { a = 2 }]", "{\n  a = 1, # one\n}"};
    private static final String[] FILL = {"", "# c", "# a = 1", "  ", "\t# [a]", ""};
    private static final String[] EQUALS = {" = ", "=", "  =  ", " = "};

    private final Random random;

    RandomToml(long seed) {
        random = new Random(seed);
    }

    /// A valid document. Pieces that would make it invalid are left out.
    String document() {
        var text = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
        for (int n = random.nextInt(14); n > 0; n--) {
            int before = text.length();
            text.append(piece()).append(random.nextInt(20) == 0 && n == 1 ? "" : "\n");
            if (!isToml(text.toString())) text.setLength(before);
        }
        String document = text.toString();
        return random.nextInt(4) == 0 ? document.replace("\n", "\r\n") : document;
    }

    private static boolean isToml(String text) {
        try {
            TomlDocument.of(text);
            return true;
        } catch (TomlError refused) {
            return false;
        }
    }

    private String piece() {
        String indentation = random.nextInt(5) == 0 ? "  " : "";
        String comment = random.nextInt(4) == 0 ? " # c" : "";
        return switch (random.nextInt(7)) {
            case 0 -> any(FILL);
            case 1, 2 -> indentation + "[" + key() + "]" + comment;
            case 3 -> indentation + "[[" + key() + "]]" + comment;
            default -> indentation + key() + any(EQUALS) + any(VALUES) + comment;
        };
    }

    private String key() {
        var key = new StringBuilder(any(KEYS));
        for (int n = random.nextInt(3); n > 0; n--) key.append(random.nextInt(9) == 0 ? " . " : ".").append(any(KEYS));
        return key.toString();
    }

    String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    int number(int below) {
        return random.nextInt(below);
    }

    /// A path that exists, partly exists, or does not exist.
    List<Object> path(Table tree) {
        var path = new ArrayList<Object>();
        TomlValue at = tree;
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            if (at instanceof Items(var items)) {
                int index = random.nextInt(items.size() + 1);
                path.add(index);
                at = index < items.size() ? items.get(index) : null;
            } else {
                var keys = at instanceof Table(var members) ? List.copyOf(members.keySet()) : List.<String>of();
                boolean known = !keys.isEmpty() && random.nextInt(3) > 0;
                String key = known ? keys.get(random.nextInt(keys.size())) : any("a", "b", "new", "odd key", "");
                path.add(key);
                at = at instanceof Table(var members) ? members.get(key) : null;
            }
        }
        return path;
    }

    TomlValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> TomlValue.of(random.nextInt(9));
            case 1 -> TomlValue.of(any("", "it's", "q\"\\\n\t", "C:\\x", "# [a]"));
            case 2 -> TomlValue.of(random.nextBoolean());
            case 3 -> new Real("-1.5");
            case 4 -> new Items(List.of());
            case 5 -> new Items(List.of(value(depth - 1), value(depth - 1)));
            default -> {
                var members = new LinkedHashMap<String, TomlValue>();
                for (int n = random.nextInt(4); n > 0; n--) members.put(any("a", "b", "c", "z w"), value(depth - 1));
                yield new Table(members);
            }
        };
    }
}
