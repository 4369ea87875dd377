package llmrouter.routing.lines;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Outcome;

/// What came of attempts, as JSON. What is said of [PickLines] holds here too.
public final class OutcomeLines {
    private OutcomeLines() {}

    /// A report, in its order.
    public static Json.Arr json(List<Outcome> outcomes) {
        Json.Arr list = Json.array();
        for (Outcome outcome : outcomes) list.add(json(outcome));
        return list;
    }

    private static Json json(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Healthy h -> {
                var json = Json.object().put("healthy", h.ref()).put("print", h.fingerprint());
                yield h.affinity() == null ? json : json.put("affinity", h.affinity());
            }
            case Outcome.Settled s -> Json.object().put("settled", PickLines.json(s.reservation()))
                .put("reached", s.reached()).put("tokens", s.tokens());
            case Outcome.Failed f -> Json.object().put("failed", f.ref()).put("category", f.category().word())
                .put("retryAfter", f.retryAfterMs()).put("print", f.fingerprint());
            case Outcome.Refused r -> Json.object().put("refused", r.ref()).put("field", r.field());
            case Outcome.Measured m -> Json.object().put("measured", m.ref()).put("permille", m.permille());
            case Outcome.Signed s -> Json.object().put("signed", s.signature()).put("issuer", s.issuer());
        };
    }

    /// Reads a report.
    public static List<Outcome> outcomes(List<Json> items) {
        var all = new ArrayList<Outcome>();
        for (Json item : items) all.add(outcome((Json.Obj) item));
        return List.copyOf(all);
    }

    private static Outcome outcome(Json.Obj o) {
        if (o.has("healthy")) return new Outcome.Healthy(o.text("healthy"), o.text("affinity"), o.text("print"));
        if (o.object("settled") instanceof Json.Obj r) {
            return new Outcome.Settled(PickLines.reservation(r), o.isTrue("reached"), number(o, "tokens"));
        }
        if (o.has("failed")) {
            return new Outcome.Failed(o.text("failed"), FailureClass.ofWord(o.text("category")),
                number(o, "retryAfter"), o.text("print"));
        }
        if (o.has("refused")) return new Outcome.Refused(o.text("refused"), o.text("field"));
        if (o.has("measured")) return new Outcome.Measured(o.text("measured"), number(o, "permille"));
        if (o.has("signed")) return new Outcome.Signed(o.text("signed"), o.text("issuer"));
        throw new IllegalArgumentException("no outcome of this version");
    }

    private static long number(Json.Obj o, String name) {
        return PickLines.number(o.get(name));
    }
}
