package llmrouter.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.gateway.Story;
import llmrouter.text.IsoMoment;
import llmrouter.text.Timestamps;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RetryAfterTest {
    private static final long NOW = 1_750_000_000L; // Sun, 15 Jun 2025 15:06:40 GMT
    private static final long DAY = 86_400_000L;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | 0", "7 | 7000", "' 7 ' | 7000", "1.5 | 1500", "0.0004 | 1", ".5 | 500", "2e1 | 20000", "2E+1 | 20000",
        "15e-1 | 1500", "+20 | 20000", "\"20\" | 20000", "'\"20\"' | 20000", "86400 | 86400000",
        "86401 | 86400000", "99999999999999999999 | 86400000", "1e12 | 86400000",
        "-1 | 0", "-20 | 0", "1750000007 | 7000", "1750000007.5 | 7500", "1750000007000 | 7000", "1749999999 | 0",
        "1999999999 | 86400000", "9999999999 | 86400000",
        "20s | 20000", "7S | 7000", "20 s | 20000", "20sec | 20000", "20 seconds | 20000", "500ms | 500",
        "1m20s | 80000", "1m | 60000", "1h2m3.5s | 3723500", "6m0s | 360000", "2d | 86400000", "1500us | 2",
        "5 minutes and 30 seconds | 330000", "PT20S | 20000", "PT1M20S | 80000", "\"20s\" | 20000",
        "20, 40 | 40000", "40,20 | 40000", "20, soon | 20000", "20, 1m | 60000",
        "Sun, 15 Jun 2025 15:07:40 GMT | 60000", "Sun, 15 Jun 2025 15:06:39 GMT | 0",
        "Sunday, 15-Jun-25 15:07:40 GMT | 60000", "Sun Jun 15 15:07:40 2025 | 60000",
        "Sun Jun  1 15:07:40 2025 | 0", "Sun, 15-Jun-2025 15:07:40 GMT | 60000",
        "Sun, 15 Jun 2025 15:07:40 UTC | 60000", "15 Jun 2025 15:07:40 GMT | 60000",
        "Sun, 15 Jun 2025 15:07:40 GMT, Sun, 15 Jun 2025 15:08:40 GMT | 120000",
        "20, Sun, 15 Jun 2025 15:07:40 GMT | 60000",
        "Thu, 01 Jan 1970 00:00:00 GMT | 0", "Thursday, 01-Jan-70 00:00:00 GMT | 0",
        "Fri, 15 Jun 2035 15:06:40 GMT | 86400000",
        "2025-06-15T15:07:40Z | 60000", "2025-06-15T15:07:40.25Z | 60250", "2025-06-15t15:07:40z | 60000",
        "2025-06-15T23:07:40+08:00 | 60000", "2025-06-15T10:07:40-0500 | 60000", "2025-06-15 15:07:40 UTC | 60000",
        "2025-06-15T15:06:39Z | 0"})
    void aWaitIsReadInEveryFormThatOccurs(String value, long ms) {
        assertEquals(ms, RetryAfter.ms(Story.headers("retry-after", value), NOW), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "0x10", "20 apples", "s", "m20", "20 s 7", "1.2.3", "-", "e1", "\"\"",
        "--20", "Sun, 15 Jum 2025 15:07:40 GMT", "Sun, 99 Jun 2025 15:07:40 GMT", "Sun, 15 Jun 2025 25:07:40 GMT",
        "Sun, 15 Jun 2025 15:61:40 GMT", "Sun, 00 Jun 2025 15:07:40 GMT", "Sun, 15 Jun 2025 15:07:40 PST",
        "2025-06-15T15:07:40", "2025-13-15T15:07:40Z", "2025-06-15", "Sunday", "tomorrow, 3 o'clock", "Infinity", "NaN",
        "P1M", "PT"})
    void whatIsNotUnderstoodIsNoWait(String value) {
        HeaderMap headers = Story.headers("retry-after", value);
        assertEquals(-1, RetryAfter.ms(headers, NOW), value);
        assertEquals(List.of(), RetryAfter.forClients(headers, -1));
    }

    @Test
    void theLongestOfTwoFieldsCounts() {
        HeaderMap two = Story.headers("retry-after", "40", "retry-after", "20");
        assertEquals(40_000, RetryAfter.ms(two, NOW));
        assertEquals(List.of(new HeaderMap.Header("retry-after", "40")), RetryAfter.forClients(two, 40_000));
        assertEquals(60_000, RetryAfter.ms(Story.headers("retry-after", "20", "retry-after",
            "Sun, 15 Jun 2025 15:07:40 GMT"), NOW));
    }

    @Test
    void vendorsHaveOtherNamesForIt() {
        assertEquals(1_500, RetryAfter.ms(Story.headers("x-ms-retry-after-ms", "1500", "retry-after", "2"), NOW));
        assertEquals(30_000, RetryAfter.ms(Story.headers("x-ratelimit-retry-after", "30"), NOW));
        assertEquals(7_000, RetryAfter.ms(Story.headers("retry-after-ms", "1750000007000"), NOW));
    }

    @Test
    void millisecondsAreMoreExact() {
        assertEquals(250, RetryAfter.ms(Story.headers("retry-after", "7", "retry-after-ms", "250"), NOW));
        assertEquals(7_000, RetryAfter.ms(Story.headers("retry-after", "7", "retry-after-ms", "soon"), NOW));
        assertEquals(DAY, RetryAfter.ms(Story.headers("retry-after-ms", "9999999999999"), NOW));
        assertEquals(-1, RetryAfter.ms(Story.headers(), NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"7 | | 7 |", "' 7 ' | | 7 |", "0 | | 0 |", "1.5 | | 2 |", "0.2 | | 1 |",
        "Sun, 15 Jun 2025 15:07:40 GMT | | 60 |", "Sun, 15 Jun 2025 15:06:39 GMT | | 0 |", "99999999 | | 86400 |",
        "20, 40 | | 40 |", "1750000007 | | 7 |", "2025-06-15T15:07:40Z | | 60 |", "1m20s | | 80 |",
        "soon | | |", "| 250 | 1 | 250", "| 2000 | 2 | 2000", "| 2001 | 3 | 2001", "| 99.5 | 1 | 100",
        "7 | 250 | 7 | 250",
        "7 | soon | 7 |", "soon | 1500 | 2 | 1500", "| 9999999999999 | 86400 | 86400000", "| | |"})
    void clientsAreToldWholeSecondsWhateverTheProviderSent(String value, String exact, String seconds, String ms) {
        var sent = new ArrayList<String>();
        if (value != null) sent.addAll(List.of("retry-after", value));
        if (exact != null) sent.addAll(List.of("retry-after-ms", exact));
        HeaderMap headers = Story.headers(sent.toArray(String[]::new));
        var told = HeaderMap.of(RetryAfter.forClients(headers, RetryAfter.ms(headers, NOW)));
        assertEquals(seconds, told.get("retry-after"));
        assertEquals(ms, told.get("retry-after-ms"));
    }

    @Test
    void datesAgreeWithTheClassLibrary() {
        var http = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(253_402_300_800L);
            assertEquals(second, HttpDate.epochSeconds(http.format(Instant.ofEpochSecond(second))));
        }
    }

    @Test
    void datesOfTheOtherTwoFormsAgreeWithTheClassLibrary() {
        var ofC = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
        var old = DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            long second = random.nextLong(3_155_760_000L);
            assertEquals(second, HttpDate.epochSeconds(ofC.format(Instant.ofEpochSecond(second))));
            assertEquals(second, HttpDate.epochSeconds(old.format(Instant.ofEpochSecond(second))));
            assertEquals(second * 1000, IsoMoment.epochMs(Timestamps.utc(second)));
        }
    }

    @Test
    void timestampsAgreeWithTheClassLibrary() {
        var random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(253_402_300_800L);
            assertEquals(Instant.ofEpochSecond(second).toString(), Timestamps.utc(second));
        }
        for (long second : new long[] {0, 951_782_399, 951_782_400, 951_868_800, 4_107_542_400L, 253_402_300_799L}) {
            assertEquals(Instant.ofEpochSecond(second).toString(), Timestamps.utc(second));
        }
    }
}
