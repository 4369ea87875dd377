package llmrouter.state.redis;

import java.util.List;
import java.util.Map;

import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.Reservation.Held;
import llmrouter.routing.WindowClock;
import llmrouter.text.Text;

/// Pick requests and outcomes as the JSON that [RedisScripts] read. Absent values and candidates that are ruled out are
/// left out. Windows are computed here, since months are too much for a short script.
final class RedisJson {
    private final Text out = new Text();
    private char separator = '{';

    private RedisJson(long now, long ttlMs, long leaseMs) {
        number("now", now).number("ttl", ttlMs).number("leaseMs", leaseMs);
    }

    static String pickRequest(PickRequest q, String lease, long now, long ttlMs, long leaseMs) {
        var json = new RedisJson(now, ttlMs, leaseMs).text("route", q.route()).text("lease", lease)
            .number("primary", q.primary()).number("tokens", q.tokens());
        json = switch (q.strategy()) {
            case ORDERED -> json.flag("ordered", true);
            case ROUND_ROBIN -> json.text("weighing", "none");
            case WEIGHTED_RR -> json.text("weighing", "weight");
            case QUOTA_AWARE_WEIGHTED_RR -> json.text("weighing", "quota");
            case AUTO -> json.text("weighing", "quota").text("affinity", q.affinity());
        };
        json.flag("only", q.only() >= 0).flag("again", !q.barred().isEmpty()).open("choices", '[');
        for (int i = 0; i < q.choices().size(); i++) {
            if (q.asksFor(i)) json.choice(i, q.choices().get(i), now);
        }
        json.close(']').open("signatures", '[');
        for (String s : q.signatures()) json.separate().out.quote(s);
        return json.close(']').close('}').out.take();
    }

    private void choice(int index, Choice choice, long now) {
        open('{').number("i", index).text("ref", choice.ref()).text("provider", choice.provider())
            .text("print", known(choice.fingerprint())).number("weight", choice.weight()).open("caps", '[');
        for (Cap cap : choice.caps()) {
            open('{').text("key", cap.key()).number("requests", cap.requests()).number("tokens", cap.tokens())
                .number("inFlight", cap.inFlight());
            if (cap.window() != null) {
                long start = WindowClock.start(cap.window(), now);
                number("start", start).number("ends", WindowClock.end(cap.window(), start));
            }
            close('}');
        }
        close(']').close('}');
    }

    /// @param flying leases to renew
    static String outcomes(List<Outcome> outcomes, List<RedisTable.Lease> flying, HealthPolicy policy, long now,
            long leaseMs) {
        var json = new RedisJson(now, policy.ttlMs(), leaseMs).number("circuitFailures", policy.circuitFailures())
            .number("circuitMs", policy.circuitMs()).open("outcomes", '[');
        for (Outcome outcome : outcomes) json.open('{').outcome(outcome, policy).close('}');
        for (RedisTable.Lease lease : flying) {
            for (String bucket : lease.buckets()) {
                json.open('{').text("flying", bucket).text("lease", lease.id()).close('}');
            }
        }
        return json.close(']').close('}').out.take();
    }

    private RedisJson outcome(Outcome outcome, HealthPolicy policy) {
        return switch (outcome) {
            case Outcome.Healthy healthy -> text("alive", healthy.ref()).text("affinity", healthy.affinity())
                .text("print", known(healthy.fingerprint()));
            case Outcome.Failed f -> text("failed", f.ref())
                .number("rest", policy.cooldownMs(f.category(), f.retryAfterMs()))
                .number("strikes", policy.strikes(f.category())).text("reason", f.category().word())
                .text("print", known(f.fingerprint()));
            case Outcome.Settled settled -> settled(settled);
            case Outcome.Refused r -> text("refused", r.ref()).text("field", r.field());
            case Outcome.Measured m -> text("measured", m.ref()).number("permille", m.permille());
            case Outcome.Signed s -> text("signature", s.signature()).text("issuer", s.issuer());
        };
    }

    /// What [RedisScripts#END] reads.
    ///
    /// @param refs         candidates whose records are to end
    /// @param fingerprints by provider, if only records of other ones are to end; else null
    static String ends(List<String> refs, Map<String, String> fingerprints, long now, long ttlMs) {
        var json = new RedisJson(now, ttlMs, 0).open("records", '[');
        for (String ref : refs) {
            String present = fingerprints == null ? null : fingerprints.get(Candidate.providerOf(ref));
            json.open('{').text("ref", ref).text("print", present).close('}');
        }
        return json.close(']').close('}').out.take();
    }

    /// What [RedisScripts#LOOK] reads.
    ///
    /// @param failing whether candidates that have failed of late are wanted too
    static String look(List<String> refs, List<Cap> caps, boolean failing, long now, long ttlMs) {
        var json = new RedisJson(now, ttlMs, 0).flag("failing", failing).open("refs", '[');
        for (String ref : refs) json.separate().out.quote(ref);
        json.close(']').open("caps", '[');
        for (Cap cap : caps) {
            json.open('{').text("key", cap.key()).flag("flying", cap.inFlight() != null);
            if (cap.window() != null) json.number("start", WindowClock.start(cap.window(), now));
            json.close('}');
        }
        return json.close(']').close('}').out.take();
    }

    /// Null, which is left out, for a fingerprint that is unknown.
    private static String known(String fingerprint) {
        return fingerprint.isEmpty() ? null : fingerprint;
    }

    private RedisJson settled(Outcome.Settled settled) {
        text("settled", settled.reservation().ref()).text("lease", settled.reservation().lease())
            .flag("probe", settled.reservation().probe());
        number("requests", settled.requestsOff()).number("tokens", settled.tokensOff()).open("held", '[');
        for (Held held : settled.reservation().held()) {
            open('{').text("key", held.key()).number("start", held.start()).close('}');
        }
        return close(']');
    }

    private RedisJson separate() {
        if (separator != 0) out.add(separator);
        separator = ',';
        return this;
    }

    private RedisJson name(String name) {
        separate().out.quote(name).add(':');
        return this;
    }

    private RedisJson text(String name, String value) {
        if (value != null) name(name).out.quote(value);
        return this;
    }

    private RedisJson number(String name, Long value) {
        if (value != null) name(name).out.add(Long.toString(value));
        return this;
    }

    private RedisJson number(String name, long value) {
        name(name).out.add(Long.toString(value));
        return this;
    }

    private RedisJson flag(String name, boolean value) {
        if (value) name(name).out.add("true");
        return this;
    }

    private RedisJson open(String name, char bracket) {
        name(name).separator = 0;
        return open(bracket);
    }

    private RedisJson open(char bracket) {
        separate().out.add(bracket);
        separator = 0;
        return this;
    }

    private RedisJson close(char bracket) {
        out.add(bracket);
        separator = ',';
        return this;
    }
}
