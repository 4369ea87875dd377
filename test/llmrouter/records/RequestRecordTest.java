package llmrouter.records;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Arrival;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.http.HeaderMap;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;
import llmrouter.routing.SkipReason;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class RequestRecordTest {
    private static final Arrival ARRIVAL = new Arrival("req_1", "POST", RequestTarget.parse("/v1/messages?beta=1"),
        "HTTP/1.1", HeaderMap.EMPTY, new Arrival.Peer("10.0.0.9", false, false));
    private static final String ODD = "a\"\\\n\t\u0001\ud800é漢\ud83d\ude00/";

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int left = random.nextInt(400); left > 0; left--) text.append(ODD.charAt(random.nextInt(ODD.length())));
        return text.toString();
    }

    private static <T> T perhaps(T value, Random random) {
        return random.nextBoolean() ? value : null;
    }

    private static <T extends Enum<T>> T any(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    private static Attempt attempt(Random random) {
        return new Attempt(text(random), random.nextInt(600), any(RequestEnd.values(), random), 1 + random.nextInt(3),
            random.nextInt(), perhaps(text(random), random), perhaps(text(random), random));
    }

    private static Summary summary(Random random) {
        var way = new Summary.Way(random.nextBoolean(), text(random), "auto", any(Route.Reason.values(), random));
        var usage = new Usage(random.nextLong(), 1, 2, 3, 4, 5);
        var notes = new Summary.Notes(random.nextBoolean() ? "" : text(random),
            random.nextBoolean() ? List.of() : List.of(text(random), text(random)),
            random.nextBoolean() ? "" : text(random));
        List<Attempt> attempts = random.nextBoolean() ? List.of() : List.of(attempt(random), attempt(random));
        List<Skip> skipped = random.nextBoolean() ? List.of()
            : List.of(new Skip(text(random), List.of(SkipReason.COOLDOWN, SkipReason.QUOTA_EXHAUSTED)));
        return new Summary("req_1", perhaps(any(Format.values(), random), random), text(random), random.nextBoolean(),
            perhaps(way, random), perhaps(text(random), random), 200, any(RequestEnd.values(), random), attempts,
            skipped, perhaps(usage, random), notes, new Summary.Took(random.nextInt(), random.nextInt(),
            random.nextInt()), perhaps(text(random), random));
    }

    @Test
    void everyLineIsTheTextOfItsRecord() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String line = RequestRecord.line(summary(random), 1_700_000_000_000L, ARRIVAL, random.nextInt(3));
            assertEquals(line, RequestRecord.of(line).toString(), "seed " + seed);
            assertFalse(line.contains("\n"), line);
        }
    }

    @Test
    void aRecordHasWhatTheSummaryHas() {
        var summary = new Summary("req_1", Format.CLAUDE, "work", true,
            new Summary.Way(true, "work", "auto", Route.Reason.NAMED), "p/m", 200, RequestEnd.OK,
            List.of(new Attempt("q/m", 503, RequestEnd.TEMPORARY, 1, 12, null, null),
                new Attempt("p/m", 200, RequestEnd.OK, 1, 34, null, null)),
            List.of(new Skip("r/m", List.of(SkipReason.COOLDOWN))), new Usage(1, 2, 3, 4, 5),
            new Summary.Notes("thinking", List.of("one"), ""), new Summary.Took(50, 20, 30), "team");
        assertEquals("""
            {"time":"2023-11-14T22:13:20Z","id":"req_1","format":"claude","key":"team","model":"work",\
            "route":{"type":"alias","ref":"work","strategy":"auto"},"candidate":"p/m","status":200,"end":"ok",\
            "streamed":true,"attempts":[\
            {"candidate":"q/m","status":503,"category":"temporary_error","number":1,"ms":12},\
            {"candidate":"p/m","status":200,"category":"ok","number":1,"ms":34}],\
            "skipped":[{"candidate":"r/m","reasons":["cooldown"]}],\
            "usage":{"input":1,"cacheRead":2,"cacheWrite":3,"output":4,"reasoning":5},"losses":"thinking",\
            "warnings":["one"],"ms":{"total":50,"firstByte":20,"firstToken":30},"port":8080}""",
            RequestRecord.line(summary, 1_700_000_000_000L, ARRIVAL, 8080));
    }

    @Test
    void aLineWithASecretLosesIt() {
        var summary = new Summary("req_1", null, "sk-0123456789abcdef", false, null, null, 400,
            RequestEnd.INVALID_REQUEST, List.of(), List.of(), null, Summary.Notes.NONE, new Summary.Took(1, -1, -1),
            null);
        String line = RequestRecord.line(summary, 0, ARRIVAL, 0);
        String shown = RequestRecord.without(new SecretWords(List.of("sk-0123456789abcdef")), line);
        assertEquals("[redacted]", RequestRecord.of(shown).text("model"));
        assertEquals(line, RequestRecord.without(SecretWords.NONE, line));
        assertEquals(Json.of("/v1/messages"), RequestRecord.of(shown).get("path"));
    }
}
