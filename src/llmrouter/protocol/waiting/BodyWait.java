package llmrouter.protocol.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.http.ToldWait;
import llmrouter.http.WaitForm;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Ws;

/// The wait that an error's body names in a member of its own: Google's `RetryInfo` (google.rpc, `retryDelay`),
/// ChatGPT's `resets_at` and `resets_in_seconds`, OpenRouter's `metadata.headers`, and the `retry_after` of many
/// others.
final class BodyWait {
    /// Bodies nest an error this deep: the body, a list, the error, its details, one of them, its metadata, its
    /// headers.
    private static final int DEEPEST = 7;

    /// What a member says whose bare number is no number of seconds.
    private enum Unit { SECONDS, MILLISECONDS }

    /// Members that say when to ask again. Names count without `_`, `-` and case.
    private static final Map<String, Unit> ASK_AGAIN = Map.ofEntries(
        Map.entry("retryafter", Unit.SECONDS), Map.entry("retryafterseconds", Unit.SECONDS),
        Map.entry("retryaftersecs", Unit.SECONDS), Map.entry("retryaftersec", Unit.SECONDS),
        Map.entry("retryafterms", Unit.MILLISECONDS), Map.entry("retryaftermilliseconds", Unit.MILLISECONDS),
        Map.entry("retrydelay", Unit.SECONDS), Map.entry("retrydelayms", Unit.MILLISECONDS),
        Map.entry("retryin", Unit.SECONDS), Map.entry("retryinseconds", Unit.SECONDS),
        Map.entry("cooldownseconds", Unit.SECONDS));

    /// Members that say when a limit begins anew.
    private static final Map<String, Unit> BEGINS_ANEW = Map.ofEntries(
        Map.entry("resetsat", Unit.SECONDS), Map.entry("resetat", Unit.SECONDS), Map.entry("resettime", Unit.SECONDS),
        Map.entry("resetsin", Unit.SECONDS), Map.entry("resetin", Unit.SECONDS),
        Map.entry("resetsinseconds", Unit.SECONDS), Map.entry("resetinseconds", Unit.SECONDS),
        Map.entry("resetafter", Unit.SECONDS), Map.entry("resetafterseconds", Unit.SECONDS),
        Map.entry("resetsinms", Unit.MILLISECONDS), Map.entry("resetafterms", Unit.MILLISECONDS),
        Map.entry("quotaresetdelay", Unit.SECONDS), Map.entry("quotaresettimestamp", Unit.SECONDS));

    private BodyWait() {}

    /// Null if no member says it.
    static ToldWait in(Json body) {
        ToldWait again = find(body, ASK_AGAIN, 0);
        if (again != null) return again;
        ToldWait fields = inFields(body, 0);
        return fields != null ? fields : find(body, BEGINS_ANEW, 0);
    }

    private static ToldWait find(Json json, Map<String, Unit> names, int depth) {
        ToldWait longest = null;
        if (depth > DEEPEST) return null;
        if (json instanceof Json.Str text && nested(text) instanceof Json inner) return find(inner, names, depth + 1);
        if (json instanceof Json.Arr list) {
            for (Json item : list.items()) longest = longer(find(item, names, depth + 1), longest);
        }
        if (!(json instanceof Json.Obj object)) return longest;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            Unit unit = names.get(plain(member.getKey()));
            ToldWait wait = unit == null ? find(member.getValue(), names, depth + 1) : value(member.getValue(), unit);
            longest = longer(wait, longest);
        }
        return longest;
    }

    /// The error of another provider that a gateway in between quotes as text, or null.
    private static Json nested(Json.Str text) {
        String s = Ws.trim(text.value());
        if (!s.startsWith("{") && !s.startsWith("[")) return null;
        try {
            return Json.parse(s);
        } catch (JsonError _) {
            return null; // a sentence that begins with a bracket
        }
    }

    private static ToldWait longer(ToldWait one, ToldWait other) {
        return one == null ? other : one.or(other);
    }

    private static String plain(String name) {
        return HeaderMap.lower(name.replace("_", "").replace("-", ""));
    }

    private static ToldWait value(Json value, Unit unit) {
        String text = switch (value) {
            case Json.Str s -> s.value();
            case Json.Num n -> n.toString();
            case Json.Obj o -> protobuf(o);
            case Json.Arr _, Json.Bool _, Json.Null _ -> null;
        };
        return unit == Unit.SECONDS ? WaitForm.seconds(text) : WaitForm.milliseconds(text);
    }

    /// A `google.protobuf.Duration` as an object: `{"seconds":20,"nanos":300000000}`.
    private static String protobuf(Json.Obj o) {
        String seconds = o.get("seconds") instanceof Json.Str s ? s.value() : Long.toString(o.number("seconds", 0));
        return o.has("seconds") || o.has("nanos") ? seconds + "s" + o.number("nanos", 0) + "ns" : null;
    }

    /// Header fields that a gateway in between quotes in its own error.
    private static ToldWait inFields(Json json, int depth) {
        if (depth > DEEPEST) return null;
        ToldWait found = null;
        if (json instanceof Json.Str text && nested(text) instanceof Json inner) return inFields(inner, depth + 1);
        if (json instanceof Json.Arr list) {
            for (Json item : list.items()) found = longer(inFields(item, depth + 1), found);
        }
        if (!(json instanceof Json.Obj object)) return found;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            boolean quoted = member.getKey().equals("headers") && member.getValue() instanceof Json.Obj;
            Json value = member.getValue();
            found = longer(quoted ? ofFields((Json.Obj) value) : inFields(value, depth + 1), found);
        }
        return found;
    }

    private static ToldWait ofFields(Json.Obj quoted) {
        var fields = new ArrayList<Header>();
        for (Map.Entry<String, Json> member : quoted.members().entrySet()) {
            Json said = member.getValue();
            for (Json value : said instanceof Json.Arr list ? list.items() : List.of(said)) {
                String text = value instanceof Json.Str s ? s.value() : value.toString();
                fields.add(new Header(member.getKey(), text));
            }
        }
        HeaderMap headers = HeaderMap.of(fields);
        ToldWait after = RetryAfter.told(headers);
        return after != null ? after : LimitFields.usedUp(headers);
    }
}
