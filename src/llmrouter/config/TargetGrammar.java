package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.json.JsonError;
import llmrouter.text.Ws;

/// Alias targets as people type them: `ref`, `ref@weight` or `ref:weight`, in a list separated by commas, semicolons or
/// white space, or as JSON. A reference with a space in it stands between commas, or in quotation marks.
///
/// A model that only the model `*` of its provider stands for may have any name, but none that ends in `@` and a
/// weight.
///
/// The text after the last `@` is a weight if it is a decimal number above zero. The text after the last `:` is a
/// weight too, unless the whole text is a known model (`ollama/llama3:8`) or the text before the `:` is not one.
public final class TargetGrammar {
    /// What a weight is, to follow a target whose weight cannot be used.
    public static final String WEIGHT_HINT = "has no weight that can be used; a weight is a number above 0, the "
        + "target's share of the requests beside the others: @2 gets twice as many as @1, and 70 % and 30 % are "
        + "@70 and @30";

    private TargetGrammar() {}

    /// The targets of a list, or of a JSON array or object of `{ref, weight}`. Of several targets with
    /// the same reference the first counts. Addresses (`https://…`) are not targets.
    public static List<AliasTarget> list(String text, KnownNames known) {
        var targets = new ArrayList<AliasTarget>();
        for (Json item : items(Ws.trim(text), known)) add(item, known, targets);
        return targets;
    }

    /// The parts of JSON, or the words of a list. What looks like JSON but is none is a list of words.
    private static List<Json> items(String given, KnownNames known) {
        if (given.startsWith("[") || given.startsWith("{")) {
            try {
                Json json = Json.parse(given);
                return json instanceof Arr a ? a.items() : List.of(json);
            } catch (JsonError _) {
                return strings(words(given, known));
            }
        }
        return strings(words(given, known));
    }

    private static List<Json> strings(List<String> words) {
        var strings = new ArrayList<Json>();
        for (String word : words) strings.add(new Str(word));
        return strings;
    }

    private static List<String> words(String list, KnownNames known) {
        return PastedList.names(list, word -> known.configured(target(word, known).ref()) != null);
    }

    private static void add(Json item, KnownNames known, List<AliasTarget> targets) {
        String ref = reference(item);
        if (Ws.blank(ref) || ref.indexOf("://") >= 0) return;
        AliasTarget target = target(ref, known);
        boolean weighted = item instanceof Obj o && !Json.isNull(o.get("weight"));
        if (weighted) target = new AliasTarget(target.ref(), Decimal.text(((Obj) item).get("weight")));
        for (AliasTarget t : targets) {
            if (t.ref().equals(target.ref())) return;
        }
        targets.add(target);
    }

    /// The first part of a list that [#list] leaves out, and why, as in `'https://x/y' is an address and no target`;
    /// null if there is none. The same target once more with the same weight says nothing new and is none.
    public static String leftOut(String text, KnownNames known) {
        var taken = new ArrayList<AliasTarget>();
        for (Json item : items(Ws.trim(text), known)) {
            String ref = reference(item);
            if (Ws.blank(ref)) return "'" + item + "' has no \"ref\"";
            if (ref.indexOf("://") >= 0) return "'" + ref + "' is an address and no target";
            var one = new ArrayList<AliasTarget>();
            add(item, known, one);
            AliasTarget target = one.getFirst();
            for (AliasTarget other : taken) {
                if (!other.ref().equals(target.ref()) || other.weight().equals(target.weight())) continue;
                return "'" + target.ref() + "' stands there twice, with the weights " + other.weight() + " and "
                    + target.weight();
            }
            taken.add(target);
        }
        return null;
    }

    private static String reference(Json item) {
        return switch (item) {
            case Str text -> text.value();
            case Obj object -> object.text(object.has("ref") ? "ref" : "target");
            case Json.Null _, Json.Bool _, Json.Num _, Arr _ -> null;
        };
    }

    /// The first target of a list whose end looks like a weight but is none, as in `p/m@0` or `p/m@70%`; null if there
    /// is no such target.
    public static String wrongWeight(String text, KnownNames known) {
        String given = Ws.trim(text);
        if (given.startsWith("[") || given.startsWith("{")) return null;
        for (String token : words(given, known)) {
            if (known.configured(token) != null || token.indexOf("://") >= 0) continue;
            int at = token.lastIndexOf('@');
            int colon = token.lastIndexOf(':');
            boolean ofKnown = colon > 0 && known.configured(token.substring(0, colon)) != null;
            if (at > 0 && isWrongWeight(token.substring(at + 1))) return token;
            if (ofKnown && isWrongWeight(token.substring(colon + 1))) return token;
        }
        return null;
    }

    private static boolean isWrongWeight(String text) {
        if (text.isEmpty()) return true;
        boolean begins = Ids.isDigit(text.charAt(0)) || "-+.%".indexOf(text.charAt(0)) >= 0;
        for (char c : text.toCharArray()) {
            if (!Ids.isDigit(c) && ".,-+%eExX".indexOf(c) < 0) return false;
        }
        return begins && !isWeight(text);
    }

    /// One target; the weight is `1` if none is given.
    public static AliasTarget target(String text, KnownNames known) {
        String token = Ws.trim(text);
        if (known.configured(token) != null) return new AliasTarget(token, "1");
        int at = token.lastIndexOf('@');
        if (at > 0 && isWeight(token.substring(at + 1))) return weightedAt(at, token);
        int colon = token.lastIndexOf(':');
        boolean weighted = colon > 0 && isWeight(token.substring(colon + 1))
            && known.configured(token.substring(0, colon)) != null;
        return weighted ? weightedAt(colon, token) : new AliasTarget(token, "1");
    }

    private static AliasTarget weightedAt(int separator, String token) {
        return new AliasTarget(token.substring(0, separator), token.substring(separator + 1));
    }

    private static boolean isWeight(String text) {
        for (char c : text.toCharArray()) {
            if (!Ids.isDigit(c) && c != '.') return false;
        }
        return Decimal.millionths(text) > 0;
    }
}
