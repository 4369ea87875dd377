package llmrouter.routing.lines;

import java.util.LinkedHashMap;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.routing.Change;
import llmrouter.routing.Health;
import llmrouter.text.Text;

/// Changes as lines of JSON, the format of the journal and of a handover: `{"c":["p/minute",1700000000000,1,250]}` and
/// the like, one letter for the kind, its components in order.
public final class ChangeCodec {
    private ChangeCodec() {}

    /// Appends the change as one line with its line end.
    public static void write(Change change, Text out) {
        switch (change) {
            case Change.Counted c -> number(number(number(open("c", c.bucket(), out), c.start()), c.requests()),
                c.tokens());
            case Change.HealthChanged f -> {
                Health h = f.health();
                number(number(number(open("f", f.ref(), out), h.strikes()), h.openUntil()), h.cooldownUntil());
                number(out.add(',').quote(h.reason()), h.updatedAt());
                if (!h.fingerprint().isEmpty()) out.add(',').quote(h.fingerprint());
            }
            case Change.CreditsChanged t -> {
                open("t", t.route(), out);
                t.credits().forEach((ref, credit) -> number(out.add(',').quote(ref), credit));
            }
            case Change.AffinitySet s -> number(open("s", s.affinity(), out).add(',').quote(s.ref()), s.at());
            case Change.FieldLearned l -> open("l", l.ref(), out).add(',').quote(l.field());
            case Change.ScaleChanged s -> number(open("e", s.ref(), out), s.permille());
            case Change.SignatureSeen s -> open("g", s.signature(), out).add(',').quote(s.issuer());
        }
        out.add("]}\n");
    }

    /// The change as a line without its line end.
    public static String line(Change change) {
        var out = new Text();
        write(change, out);
        String line = out.take();
        return line.substring(0, line.length() - 1);
    }

    private static Text open(String kind, String first, Text out) {
        return out.add("{\"").add(kind).add("\":[").quote(first);
    }

    private static Text number(Text out, long n) {
        return out.add(',').add(Long.toString(n));
    }

    /// The change of a line, or null if the line is not a change.
    public static Change read(String line) {
        try {
            if (!(Json.parse(line) instanceof Json.Obj o) || o.members().size() != 1) return null;
            String kind = o.members().keySet().iterator().next();
            return o.get(kind) instanceof Json.Arr values ? read(kind, values) : null;
        } catch (JsonError | IndexOutOfBoundsException | ClassCastException | NumberFormatException _) {
            return null; // incomplete or foreign: the caller decides what that means
        }
    }

    private static Change read(String kind, Json.Arr v) {
        return switch (kind) {
            case "c" -> new Change.Counted(text(v, 0), number(v, 1), number(v, 2), number(v, 3));
            // an earlier version wrote no fingerprint
            case "f" -> new Change.HealthChanged(text(v, 0), new Health(Math.clamp(number(v, 1), 0, 1000),
                number(v, 2), number(v, 3), text(v, 4), number(v, 5), v.size() > 6 ? text(v, 6) : ""));
            case "t" -> {
                Map<String, Long> credits = new LinkedHashMap<>();
                for (int i = 1; i < v.size(); i += 2) credits.put(text(v, i), number(v, i + 1));
                yield new Change.CreditsChanged(text(v, 0), credits);
            }
            case "s" -> new Change.AffinitySet(text(v, 0), text(v, 1), number(v, 2));
            case "l" -> new Change.FieldLearned(text(v, 0), text(v, 1));
            case "e" -> new Change.ScaleChanged(text(v, 0), number(v, 1));
            case "g" -> new Change.SignatureSeen(text(v, 0), text(v, 1));
            default -> null;
        };
    }

    private static String text(Json.Arr values, int at) {
        return ((Json.Str) values.items().get(at)).value();
    }

    private static long number(Json.Arr values, int at) {
        return Long.parseLong(((Json.Num) values.items().get(at)).text());
    }
}
