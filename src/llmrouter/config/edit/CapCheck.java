package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Ids;
import llmrouter.config.WindowGrammar;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;
import llmrouter.text.Plural;

/// Looks whether the name of a cap says another window than the cap has: `each month` with a window of one minute.
final class CapCheck {
    private CapCheck() {}

    /// The contradiction as a sentence for a warning, or null.
    ///
    /// @param cap where it is
    static String contradiction(ConfigDraft draft, List<Object> cap) {
        Json name = draft.member(cap, "name", "bucketName");
        if (name == null) name = draft.member(cap, "id");
        Window window = window(draft.member(cap, "window"));
        if (window == null || !(name instanceof Str label)) return null;
        List<Unit> named = units(label.value());
        if (named.isEmpty() || named.contains(window.unit())) return null;
        String unit = Letters.lower(window.unit().name());
        boolean confused = window.unit() == Unit.MINUTE && named.contains(Unit.MONTH);
        return "the cap is called '" + label.value() + "', but its window is " + Plural.of(window.size(), unit)
            + (confused ? "; m means minute, and mo means month" : "");
    }

    private static Window window(Json value) {
        if (value instanceof Str s) return WindowGrammar.parse(s.value());
        if (!(value instanceof Obj o) || !(o.get("unit") instanceof Str unit)) return null;
        return WindowGrammar.parse(unit.value() + ":" + o.number("size", 0));
    }

    /// The units of time that a name has as words of its own, as in `per day`, `Daily` or `5-minutes`.
    private static List<Unit> units(String name) {
        var found = new ArrayList<Unit>();
        int from = 0;
        String lower = Letters.lower(name) + " ";
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (Ids.isAlphanumeric(c) && !Ids.isDigit(c)) continue;
            Unit unit = unit(lower.substring(from, i));
            if (unit != null) found.add(unit);
            from = i + 1;
        }
        return found;
    }

    private static Unit unit(String word) {
        if (word.equals("daily")) return Unit.DAY;
        String stem = word.endsWith("ly") ? word.substring(0, word.length() - 2) : word;
        return stem.length() < 3 ? null : WindowGrammar.unit(stem);
    }
}
