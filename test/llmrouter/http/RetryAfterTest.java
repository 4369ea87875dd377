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

import llmrouter.gateway.Story;
import llmrouter.text.Timestamps;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RetryAfterTest {
    private static final long NOW = 1_750_000_000L; // Sun, 15 Jun 2025 15:06:40 GMT
    private static final long DAY = 86_400_000L;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | 0", "7 | 7000", "' 7 ' | 7000", "1.5 | 2000", "86400 | 86400000",
        "86401 | 86400000", "99999999999999999999 | 86400000",
        "1e12 | -1", "-1 | -1", "'' | -1", "soon | -1", "7s | -1", ".5 | -1", "0x10 | -1",
        "Sun, 15 Jun 2025 15:07:40 GMT | 60000", "Sun, 15 Jun 2025 15:06:39 GMT | 0",
            "Thu, 01 Jan 1970 00:00:00 GMT | 0", "Fri, 15 Jun 2035 15:06:40 GMT | 86400000",
        "Sun, 15 Jum 2025 15:07:40 GMT | -1", "Sun, 99 Jun 2025 15:07:40 GMT | -1",
            "Sun, 15 Jun 2025 25:07:40 GMT | -1", "Sun, 15 Jun 2025 15:61:40 GMT | -1",
        "Sun, 00 Jun 2025 15:07:40 GMT | -1", "Sun, 15 Jun 2025 15:07:40 UTC | -1", "15 Jun 2025 15:07:40 GMT | -1"})
    void secondsAndDatesAreReadAndNothingElse(String value, long ms) {
        assertEquals(ms, RetryAfter.ms(Story.headers("retry-after", value), NOW));
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
        "soon | | |", "| 250 | 1 | 250", "| 2000 | 2 | 2000", "| 2001 | 3 | 2001", "| 99.5 | 1 | 100",
        "7 | 250 | 7 | 250",
        "7 | soon | 7 |", "soon | 1500 | 2 | 1500", "| 9999999999999 | 86400 | 86400000", "| | |"})
    void clientsAreToldWholeSecondsWhateverTheProviderSent(String value, String exact, String seconds, String ms) {
        var sent = new ArrayList<String>();
        if (value != null) sent.addAll(List.of("retry-after", value));
        if (exact != null) sent.addAll(List.of("retry-after-ms", exact));
        var told = HeaderMap.of(RetryAfter.forClients(Story.headers(sent.toArray(String[]::new)), NOW));
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
