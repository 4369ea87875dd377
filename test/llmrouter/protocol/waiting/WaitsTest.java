package llmrouter.protocol.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import llmrouter.gateway.Story;
import llmrouter.http.HeaderMap;
import llmrouter.http.RetryAfter;
import llmrouter.protocol.errors.EdgeAnswer;
import llmrouter.protocol.errors.ErrorReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// How long the gateway waits after an error, and what it tells the client, by what vendors send. The clock stands at
/// 2025-06-15T15:06:40Z (1750000000). The tables are in `test/fixtures/waits`.
class WaitsTest {
    private static final long NOW = 1_750_000_000L;

    private interface Check {
        void of(String[] row);
    }

    private static Stream<DynamicTest> rows(String file, int columns, Check check) throws IOException {
        return Files.readAllLines(Path.of("test/fixtures/waits", file)).stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> DynamicTest.dynamicTest(line.length() > 120 ? line.substring(0, 120) : line, () -> {
                String[] row = line.split(" \\| ", columns);
                for (int i = 0; i < row.length; i++) row[i] = row[i].strip();
                check.of(row);
            }));
    }

    /// @param fields such as `a: 1; b: 2`
    private static HeaderMap headers(String fields) {
        var all = new ArrayList<String>();
        for (String field : fields.split(";; ")) {
            int colon = field.indexOf(": ");
            if (colon > 0) all.addAll(List.of(field.substring(0, colon), field.substring(colon + 2)));
        }
        return Story.headers(all.toArray(String[]::new));
    }

    private static long wait(int status, HeaderMap headers, String body) {
        return Waits.ms(status, headers, ErrorReader.read(status, body), NOW);
    }

    private static String toldSeconds(HeaderMap headers, long ms) {
        return HeaderMap.of(RetryAfter.forClients(headers, ms)).get("retry-after");
    }

    @TestFactory
    Stream<DynamicTest> aLimitsEndIsReadFromTheFieldsOfItsVendor() throws IOException {
        return rows("fields.txt", 4, row -> {
            HeaderMap headers = headers(row[3]);
            long ms = wait(Integer.parseInt(row[0]), headers, "{}");
            assertEquals(Long.parseLong(row[1]), ms);
            assertEquals(row[2].equals("-") ? null : row[2], toldSeconds(headers, ms));
        });
    }

    @TestFactory
    Stream<DynamicTest> aWaitIsReadFromTheBody() throws IOException {
        return rows("bodies.txt", 4, row -> {
            long ms = wait(Integer.parseInt(row[0]), HeaderMap.EMPTY, row[3]);
            assertEquals(Long.parseLong(row[1]), ms);
            assertEquals(row[2].equals("-") ? null : row[2], toldSeconds(HeaderMap.EMPTY, ms));
        });
    }

    @TestFactory
    Stream<DynamicTest> aLimitOfTheRateIsToldFromAnEmptyAccount() throws IOException {
        return rows("kinds.txt", 3, row -> {
            int status = Integer.parseInt(row[0]);
            assertEquals(row[1], ErrorReader.read(status, row[2]).kind().name());
        });
    }

    @Test
    void theFieldForItCountsBeforeAllOthers() {
        HeaderMap all = headers("retry-after: 3;; x-ratelimit-remaining-tokens: 0;; x-ratelimit-reset-tokens: 1m");
        String body = "{\"error\":{\"message\":\"Please try again in 20s\",\"code\":\"rate_limit_exceeded\"}}";
        assertEquals(3_000, wait(429, all, body));
        String reset = "x-ratelimit-reset-tokens: 1m";
        assertEquals(60_000, wait(429, headers("x-ratelimit-remaining-tokens: 0;; " + reset), body));
        assertEquals(20_000, wait(429, headers("x-ratelimit-remaining-tokens: 9;; " + reset), body));
        assertEquals(20_000, wait(429, headers(reset), body), "a guess counts last");
        assertEquals(60_000, wait(429, headers("x-ratelimit-reset-tokens: 1m"), "{}"));
        assertEquals(0, wait(429, headers("retry-after: 0"), body), "the provider says that it need not wait");
    }

    @Test
    void noWaitIsLongerThanADayAndNoGuessLongerThanAnHour() {
        assertEquals(86_400_000, wait(429, headers("x-ratelimit-remaining: 0;; x-ratelimit-reset: 9999999"), ""));
        assertEquals(86_400_000, wait(429, HeaderMap.EMPTY, "{\"error\":{\"resets_in_seconds\":602705}}"));
        assertEquals(3_600_000, wait(429, headers("x-ratelimit-reset: 9999999"), ""));
    }

    /// What a hostile or broken server sends costs no failure of the gateway's own, and no wait beyond the limits.
    @Test
    void noTextMakesTheReadersFail() {
        String[] parts = {"20", "1750000020", "-", ".", "e1", "s", "ms", " ", ",", ";", "=", "\"", "'", "|", "in ", "a ",
            "and ", "try again in ", "limit reached|", "resets at ", "2025-06-15T15:07:00", "Z", "+08:00", "Sun", "Jun",
            "GMT", "15:07:40", "2025", "秒", "分钟", "请", "{", "}", "[", "]", ":", "\"retry_after\":", "\"headers\":",
            "r", "t", "remaining", "reset", "default", "error code: ", "<html>", "error 1", "99999999999999999999",
            "µs", "\\", "\u0000"};
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) text.append(parts[random.nextInt(parts.length)]);
            String said = text.toString();
            HeaderMap headers = Story.headers("retry-after", said, "ratelimit", said, "x-ratelimit-remaining", "0",
                "x-ratelimit-reset", said, "ratelimit-policy", said, "x-codex-a-used-percent", "100",
                "x-codex-a-reset-at", said);
            for (HeaderMap one : new HeaderMap[] {headers, HeaderMap.EMPTY}) {
                long ms = wait(429, one, said);
                assertTrue(ms >= -1 && ms <= 86_400_000, said + ": " + ms);
            }
            EdgeAnswer.of(403, headers, said);
        }
    }
}
