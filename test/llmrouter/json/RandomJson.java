package llmrouter.json;

import java.util.Random;
import java.util.function.Supplier;

import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// Random trees, and random white space in their texts.
public final class RandomJson {
    private static final String[] SPACES = {"", "", "", " ", "\n", "\r\n  ", "\t"};
    private static final String[] NUMBERS = {"0", "-0", "1", "-12.50", "1e400", "3E-7", "9223372036854775808"};
    private final Random random;

    public RandomJson(Random random) {
        this.random = random;
    }

    public Json value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> Json.Null.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> new Json.Num(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> Json.of(random.nextLong());
            case 4 -> Json.of(string());
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private Arr array(int depth) {
        Arr array = Json.array();
        for (int n = random.nextInt(5); n > 0; n--) array.add(value(depth - 1));
        return array;
    }

    public Obj object(int depth) {
        Obj object = Json.object();
        for (int n = random.nextInt(5); n > 0; n--) object.put(string(), value(depth - 1));
        return object;
    }

    private String string() {
        var out = new StringBuilder();
        for (int n = random.nextInt(9); n > 0; n--) {
            switch (random.nextInt(4)) {
                case 0 -> out.append("\"\\/{}[]:,".charAt(random.nextInt(9)));
                case 1 -> out.append((char) random.nextInt(0x20));
                case 2 -> out.append((char) random.nextInt(0x10000));
                default -> out.append((char) ('a' + random.nextInt(26)));
            }
        }
        return out.toString();
    }

    /// The compact text with white space between its tokens.
    public String spaced(Json value) {
        return spaced(value, this::space);
    }

    /// The same with comments between its tokens, each of which has a number of its own, from 0.
    public String commented(Json value) {
        var number = new int[1];
        return spaced(value, () -> random.nextInt(3) > 0 ? space() : comment(number[0]++));
    }

    private String comment(int number) {
        String words = "#" + number + "# \"x\": {[, // http://";
        return switch (random.nextInt(4)) {
            case 0 -> " // " + words + "\n  ";
            case 1 -> "/* " + words + " */";
            case 2 -> "\n\t/* " + words + "\n * } */\n";
            default -> "\r\n //" + words + "\r\n";
        };
    }

    private static String spaced(Json value, Supplier<String> space) {
        String text = value.toString();
        var out = new StringBuilder(space.get());
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') inside = !inside;
            boolean token = !inside && "{}[],:".indexOf(c) >= 0;
            if (token) out.append(space.get());
            out.append(c);
            if (inside && c == '\\') out.append(text.charAt(++i));
            if (token) out.append(space.get());
        }
        return out.append(space.get()).toString();
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
