package vectors;

import java.util.List;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.http.HeaderMap;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.routing.SplitMix64;

/// What happens to the calls of requests, and when, by a script. The clock moves only here.
///
/// The script is a JSON object: `calls`, one for each call to a provider, of which the last counts again; `seed` of the
/// times that pass; and how many events come before the client leaves (`leaves`) or the gateway stops (`stops`). A call
/// has `fails` (a kind of [CallFailure], or `SILENCE`) or else `status`, `headers`, `text`, `way` ([Pieces]) and how it
/// `ends`.
final class ProviderScript {
    private static final String SILENCE = "SILENCE";

    /// A clock for all that happens in a script, in milliseconds.
    static final class Clock {
        private long now;

        Clock(long begin) {
            now = begin;
        }

        long now() {
            return now;
        }
    }

    /// What happens next.
    sealed interface Event {
        record Answered(int status, HeaderMap headers) implements Event {}

        /// The whole body.
        record Body(String text) implements Event {}

        record Piece(String text) implements Event {}

        record Ended() implements Event {}

        record Broken(CallFailure.Kind kind) implements Event {}

        /// The wait has passed.
        record Silence() implements Event {}

        record Left() implements Event {}

        record Stopped() implements Event {}
    }

    private final Json.Obj script;
    private final SplitMix64 chance;
    private int calls;
    private int events;
    private final Clock clock;
    /// The present call's answer.
    private Json.Obj answer;
    private boolean answered;
    /// What comes of the answer's body; null if it is not read piece by piece.
    private List<String> pieces;
    private int next;

    /// @param more is added to the seed, so that each of several requests has times of its own
    ProviderScript(Json.Obj script, int more, Clock clock) {
        this.script = script;
        this.chance = new SplitMix64(script.number("seed", 0) + more);
        this.clock = clock;
    }

    /// The next request begins.
    void begin() {
        clock.now += 1_000;
        events = 0;
    }

    /// A provider is called.
    void call() {
        List<Json.Obj> all = script.objects("calls");
        answer = all.get(Math.min(calls++, all.size() - 1));
        answered = false;
        pieces = null;
        next = 0;
    }

    /// The answer is read piece by piece.
    ///
    /// @param verbatim whether a character stands for a byte
    void stream(boolean verbatim) {
        String way = answer.text("way");
        String text = answer.text("text");
        pieces = Pieces.of(verbatim ? Latin1.utf8(text) : text, way == null ? "whole" : way);
    }

    /// A pause before the next call.
    Event pause(long ms) {
        if (++events == script.number("leaves", -1)) return new Event.Left();
        clock.now += ms;
        return new Event.Silence();
    }

    /// The next event of the call, or a part of the time without one.
    Event next(long waitMs) {
        events++;
        if (events == script.number("leaves", -1)) return new Event.Left();
        if (events == script.number("stops", -1)) return new Event.Stopped();
        clock.now += chance.below(20);
        if (waitMs > 0 && chance.below(12) == 0) return silence(waitMs);
        if (!answered) return answered(waitMs);
        if (pieces != null && next < pieces.size()) return new Event.Piece(pieces.get(next++));
        return ended(waitMs);
    }

    private Event silence(long waitMs) {
        clock.now += Math.max(1, waitMs);
        return new Event.Silence();
    }

    private Event answered(long waitMs) {
        String fails = answer.text("fails");
        if (fails != null) return fails(fails, waitMs);
        answered = true;
        return new Event.Answered((int) answer.number("status", 200), fields(answer, "headers"));
    }

    private Event ended(long waitMs) {
        String ends = answer.text("ends");
        if (ends != null) return fails(ends, waitMs);
        return pieces == null ? new Event.Body(answer.text("text")) : new Event.Ended();
    }

    private Event fails(String how, long waitMs) {
        return how.equals(SILENCE) ? silence(waitMs) : new Event.Broken(CallFailure.Kind.valueOf(how));
    }

    /// The fields of a header, which is an array of names and values.
    static HeaderMap fields(Json.Obj of, String member) {
        return HeaderMap.of(TranslationAnswers.fields(of, member));
    }
}
