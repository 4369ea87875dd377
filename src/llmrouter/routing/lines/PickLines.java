package llmrouter.routing.lines;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Window;
import llmrouter.json.Json;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Reservation;
import llmrouter.routing.Reservation.Held;
import llmrouter.routing.SkipReason;

/// What requests ask the shared state, and what it answers, as JSON.
///
/// Both ends are of one version, so the texts name enums by their words and members by position where lists are long:
/// a cap is `["p/minute",40,null,null,"MINUTE",1]` (key, requests, tokens, in flight, window), a choice
/// `["p/m",1000000,"print",[caps]]`. The methods that read throw `ClassCastException`, `NullPointerException`,
/// `IndexOutOfBoundsException`, `NumberFormatException` or `IllegalArgumentException` for other texts.
///
/// What has no order is written in that of its names, so that the same question is the same text.
public final class PickLines {
    private PickLines() {}

    /// A question.
    public static Json.Obj json(PickRequest q) {
        Json.Arr choices = Json.array();
        for (Choice choice : q.choices()) choices.add(choice(choice));
        var json = Json.object().put("route", q.route()).put("strategy", q.strategy().name()).put("choices", choices)
            .put("primary", q.primary()).put("barred", numbers(new TreeSet<>(q.barred()))).put("only", q.only())
            .put("tokens", q.tokens()).put("signatures", Json.strings(q.signatures()));
        return q.affinity() == null ? json : json.put("affinity", q.affinity());
    }

    private static Json choice(Choice c) {
        Json.Arr caps = Json.array();
        for (Cap cap : c.caps()) caps.add(cap(cap));
        return Json.array(Json.of(c.ref()), Json.of(c.weight()), Json.of(c.fingerprint()), caps);
    }

    private static Json cap(Cap cap) {
        Json.Arr json = Json.array(Json.of(cap.key()), orNull(cap.requests()), orNull(cap.tokens()),
            orNull(cap.inFlight()));
        if (cap.window() == null) return json;
        return json.add(Json.of(cap.window().unit().name())).add(Json.of(cap.window().size()));
    }

    private static Json orNull(Long number) {
        return number == null ? Json.Null.NULL : Json.of(number);
    }

    private static Json.Arr numbers(Iterable<Integer> numbers) {
        Json.Arr list = Json.array();
        for (int number : numbers) list.add(Json.of(number));
        return list;
    }

    /// Reads a question.
    public static PickRequest request(Json.Obj json) {
        var choices = new ArrayList<Choice>();
        for (Json choice : json.items("choices")) choices.add(choice(((Json.Arr) choice).items()));
        Set<Integer> barred = new HashSet<>();
        for (Json index : json.items("barred")) barred.add((int) number(index));
        return new PickRequest(json.text("route"), Strategy.valueOf(json.text("strategy")), List.copyOf(choices),
            (int) number(json.get("primary")), Set.copyOf(barred), (int) number(json.get("only")),
            json.text("affinity"), number(json.get("tokens")), json.texts("signatures"));
    }

    private static Choice choice(List<Json> parts) {
        var caps = new ArrayList<Cap>();
        for (Json cap : ((Json.Arr) parts.get(3)).items()) caps.add(cap(((Json.Arr) cap).items()));
        return new Choice(text(parts.get(0)), number(parts.get(1)), List.copyOf(caps), text(parts.get(2)));
    }

    private static Cap cap(List<Json> parts) {
        Window window = parts.size() < 6 ? null
            : new Window(Bucket.Unit.valueOf(text(parts.get(4))), (int) number(parts.get(5)));
        return new Cap(text(parts.get(0)), limit(parts.get(1)), limit(parts.get(2)), limit(parts.get(3)), window);
    }

    private static Long limit(Json value) {
        return Json.isNull(value) ? null : Long.valueOf(number(value));
    }

    static String text(Json value) {
        return ((Json.Str) value).value();
    }

    static long number(Json value) {
        return Long.parseLong(((Json.Num) value).text());
    }

    // ── Answers ──

    /// An answer.
    public static Json.Obj json(PickResult result) {
        var json = Json.object().put("skipped", skips(result.skipped()));
        return switch (result) {
            case PickResult.Chosen c -> chosen(c, json);
            case PickResult.Capped c -> json.put("capped", c.cap()).put("wait", c.retryAfterMs());
            case PickResult.NoneLeft _ -> json;
        };
    }

    private static Json.Obj chosen(PickResult.Chosen c, Json.Obj json) {
        var foreign = Json.object();
        new TreeMap<>(c.foreign()).forEach(foreign::put);
        return json.put("chosen", c.index()).put("reservation", json(c.reservation())).put("last", c.lastResort())
            .put("refused", Json.strings(new TreeSet<>(c.refused()))).put("foreign", foreign).put("scale", c.scale());
    }

    private static Json skips(List<Skip> skipped) {
        Json.Arr list = Json.array();
        for (Skip skip : skipped) list.add(Json.array(Json.of(skip.ref()), Json.strings(skip.words())));
        return list;
    }

    /// Reads an answer.
    public static PickResult result(Json.Obj json) {
        var skipped = new ArrayList<Skip>();
        for (Json skip : json.items("skipped")) skipped.add(skip(((Json.Arr) skip).items()));
        List<Skip> skips = List.copyOf(skipped);
        if (json.has("capped")) return new PickResult.Capped(number(json.get("wait")), json.text("capped"), skips);
        if (!json.has("chosen")) return new PickResult.NoneLeft(skips);
        Map<String, String> foreign = new HashMap<>();
        for (var entry : json.object("foreign").members().entrySet()) {
            foreign.put(entry.getKey(), text(entry.getValue()));
        }
        return new PickResult.Chosen((int) number(json.get("chosen")), reservation(json.object("reservation")),
            json.isTrue("last"), Set.copyOf(json.texts("refused")), foreign, number(json.get("scale")), skips);
    }

    private static Skip skip(List<Json> parts) {
        var reasons = new ArrayList<SkipReason>();
        for (Json word : ((Json.Arr) parts.get(1)).items()) reasons.add(SkipReason.parse(text(word)));
        return new Skip(text(parts.get(0)), List.copyOf(reasons));
    }

    /// A reservation.
    public static Json.Obj json(Reservation r) {
        Json.Arr held = Json.array();
        for (Held h : r.held()) held.add(Json.of(h.key())).add(Json.of(h.start()));
        var json = Json.object().put("ref", r.ref()).put("held", held).put("tokens", r.tokens())
            .put("probe", r.probe()).put("print", r.fingerprint());
        return r.lease() == null ? json : json.put("lease", r.lease());
    }

    /// Reads a reservation.
    public static Reservation reservation(Json.Obj json) {
        List<Json> parts = json.items("held");
        var held = new ArrayList<Held>();
        for (int i = 0; i < parts.size(); i += 2) held.add(new Held(text(parts.get(i)), number(parts.get(i + 1))));
        return new Reservation(json.text("ref"), List.copyOf(held), number(json.get("tokens")), json.isTrue("probe"),
            json.text("lease"), json.text("print"));
    }
}
