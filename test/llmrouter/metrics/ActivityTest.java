package llmrouter.metrics;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import llmrouter.ManualClock;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.gateway.Summary;
import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;
import llmrouter.metrics.Activity.Minute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ActivityTest {
    private static final Minute EMPTY = new Minute(0, 0, 0, 0, null);

    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:30Z");
    private final Activity activity = new Activity(clock);

    private void end(RequestEnd how, Usage usage, long firstTokenMs) {
        activity.ended(new Summary("req_1", Format.OPENAI, "m", firstTokenMs >= 0, null, "p/m", 200, how, List.of(),
            List.of(), usage, Summary.Notes.NONE,
            new Summary.Took(900, 10, firstTokenMs), null), Json.object().put("id", "req_1").toString());
    }

    @Test
    void anIdleHourHasSixtyEmptyMinutes() {
        assertEquals(60, activity.hour().minutes().size());
        assertTrue(activity.hour().minutes().stream().allMatch(EMPTY::equals));
        assertNull(activity.hour().firstToken());
        assertEquals(List.of(), activity.last());
    }

    @Test
    void whatEndedIsCountedInItsMinute() {
        end(RequestEnd.OK, new Usage(3, 4, 5, 7, 2), -1);
        clock.passes(29_000);
        end(RequestEnd.MID_STREAM, null, -1);
        clock.passes(1_000);
        end(RequestEnd.CLIENT_GONE, new Usage(1, 0, 0, 1, 0), -1);
        List<Minute> minutes = activity.hour().minutes();
        assertEquals(new Minute(2, 1, 12, 7, null), minutes.get(58));
        assertEquals(new Minute(1, 0, 1, 1, null), minutes.get(59), "a client that left is no failure of ours");
    }

    @Test
    void anHourLaterTheMinuteIsForgottenAndItsSlotCountsFromZero() {
        end(RequestEnd.OK, null, 100);
        clock.passes(59 * 60_000);
        assertEquals(1, activity.hour().minutes().getFirst().requests());
        clock.passes(60_000);
        assertTrue(activity.hour().minutes().stream().allMatch(EMPTY::equals));
        assertNull(activity.hour().firstToken());
        end(RequestEnd.OK, null, -1);
        assertEquals(new Minute(1, 0, 0, 0, null), activity.hour().minutes().getLast());
    }

    @Test
    void theSpreadOfFirstTokensIsAtMostAFifthWrong() {
        for (long scale : new long[] {20, 300, 4_000, 60_000}) {
            var fresh = new Activity(clock);
            LongStream.rangeClosed(1, 100)
                .forEach(i -> fresh.ended(new Summary("r", null, "m", true, null, null, 200, RequestEnd.OK, List.of(),
                List.of(), null, Summary.Notes.NONE,
                new Summary.Took(1, 1, scale + scale * i / 100), null), "{}"));
            var spread = fresh.hour().firstToken();
            assertEquals(scale * 1.5, spread.median(), scale * 1.5 / 5, "median of " + scale);
            assertEquals(scale * 1.95, spread.p95(), scale * 1.95 / 5, "95 % of " + scale);
        }
    }

    @Test
    void timesBeyondEveryClassAreStillCounted() {
        end(RequestEnd.OK, null, 0);
        end(RequestEnd.OK, null, Long.MAX_VALUE);
        var spread = activity.hour().firstToken();
        assertTrue(spread.median() <= 10 && spread.p95() > 100_000, spread.toString());
    }

    @Test
    void onlyTheLastRequestsRemainTheLatestFirst() {
        var some = new Summary("r", null, "m", false, null, null, 200, RequestEnd.OK, List.of(), List.of(), null,
            Summary.Notes.NONE, new Summary.Took(1, -1, -1), null);
        for (int i = 0; i < 1_000; i++) activity.ended(some, Json.object().put("id", "req_" + i).toString());
        assertEquals(Activity.LAST, activity.last().size());
        assertEquals("req_999", activity.last().getFirst().text("id"));
        assertEquals("req_950", activity.last().getLast().text("id"));
    }

    private static Json.Obj logged(String id, String time, String end, long totalMs) {
        return Json.object().put("id", id).put("time", time).put("end", end)
            .put("usage", Json.object().put("input", 3).put("cacheRead", 4).put("cacheWrite", 5).put("output", 7))
            .put("ms", Json.object().put("total", totalMs).put("firstToken", 100));
    }

    @Test
    void whatAnEarlierProcessHasLoggedCountsInTheMinuteOfItsEnd() {
        end(RequestEnd.OK, null, -1);
        List.of(logged("now", "2026-03-01T12:00:10Z", "ok", 1_000),
            logged("late", "2026-03-01T11:58:59Z", "mid_stream", 2_000),
            logged("refused", "2026-03-01T11:58:00Z", "refused", 0),
            logged("newer", "2026-03-01T11:57:00Z", "an_end_of_a_newer_version", 0),
            logged("first", "2026-03-01T11:01:00Z", "ok", 0),
            logged("old", "2026-03-01T11:00:59Z", "ok", 0)).forEach(activity::restore);
        List<Minute> minutes = activity.hour().minutes();
        var spread = minutes.get(0).firstToken();
        assertEquals(new Minute(1, 0, 12, 7, spread), minutes.get(0));
        assertEquals(new Minute(1, 1, 12, 7, spread), minutes.get(56));
        assertEquals(EMPTY, minutes.get(57));
        assertEquals(new Minute(1, 1, 12, 7, spread), minutes.get(58));
        assertEquals(new Minute(2, 0, 12, 7, spread), minutes.get(59));
        assertEquals(List.of("req_1", "now", "late", "refused", "newer", "first", "old"),
            activity.last().stream().map(r -> r.text("id")).toList());
    }

    @Test
    void aRecordThatEndsInTheFutureSpoilsNoMinute() {
        List.of(logged("a", "2026-03-01T12:00:10Z", "ok", 3_600_000),
            logged("b", "2026-03-01T12:00:10Z", "ok", Long.MAX_VALUE)).forEach(activity::restore);
        assertTrue(activity.hour().minutes().stream().allMatch(EMPTY::equals));
        clock.passes(3_600_000);
        end(RequestEnd.OK, null, -1);
        assertEquals(1, activity.hour().minutes().getLast().requests());
    }

    @Test
    void theListOfTheLatestIsFilledUpFromTheLogAndNoFurther() {
        for (int i = 0; i < 20; i++) end(RequestEnd.OK, null, -1);
        LongStream.range(0, 100).mapToObj(i -> logged("log_" + i, "2026-03-01T11:30:00Z", "ok", 1))
            .forEach(activity::restore);
        assertEquals(Activity.LAST, activity.last().size());
        assertEquals("log_29", activity.last().getLast().text("id"));
        assertEquals(100, activity.hour().minutes().get(29).requests());
    }

    @Test
    void nothingIsLostBetweenThreads() throws InterruptedException {
        var threads = LongStream.range(0, 8).mapToObj(_ -> Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 500; i++) end(RequestEnd.OK, new Usage(1, 0, 0, 1, 0), 5);
        })).toList();
        for (var thread : threads) thread.join();
        assertEquals(4_000, activity.hour().minutes().getLast().requests());
        assertEquals(4_000, activity.hour().minutes().getLast().output());
    }
}
