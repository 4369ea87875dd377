package llmrouter.http;

import java.util.List;

import llmrouter.http.HeaderMap.Header;
import llmrouter.text.Ws;

/// How long a provider asks the gateway to wait.
public final class RetryAfter {
    /// Longer waits are shortened to this: such a value is a mistake.
    static final long LONGEST_MS = 24 * 3_600_000L;

    private RetryAfter() {}

    /// Milliseconds from `retry-after-ms`, or from `retry-after` as seconds or as an HTTP date (RFC 9110 §10.2.3), at
    /// most a day; -1 if there is none or it is not valid.
    public static long ms(HeaderMap headers, long epochSeconds) {
        long exact = digits(headers.get("retry-after-ms"));
        return exact >= 0 ? Math.min(exact, LONGEST_MS) : ofSeconds(headers, epochSeconds);
    }

    /// The same from `retry-after` alone.
    private static long ofSeconds(HeaderMap headers, long epochSeconds) {
        String value = headers.get("retry-after");
        long seconds = digits(value);
        if (seconds < 0 && value != null) {
            long date = HttpDate.epochSeconds(Ws.trim(value));
            seconds = date < 0 ? -1 : Math.max(0, date - epochSeconds);
        }
        return seconds < 0 ? -1 : Math.min(seconds, LONGEST_MS / 1000) * 1000;
    }

    /// How the wait is told to clients: `retry-after` in whole seconds, rounded up, since Claude Code reads neither a
    /// date nor a fraction; and `retry-after-ms`, which the vendors' SDKs prefer, where the provider sent it. At most a
    /// day, since some clients wait as long as the value says. Empty if there is no valid wait.
    public static List<Header> forClients(HeaderMap headers, long epochSeconds) {
        long ms = ms(headers, epochSeconds);
        if (ms < 0) return List.of();
        long said = ofSeconds(headers, epochSeconds);
        var seconds = new Header("retry-after", Long.toString(((said < 0 ? ms : said) + 999) / 1000));
        boolean exact = digits(headers.get("retry-after-ms")) >= 0;
        return exact ? List.of(seconds, new Header("retry-after-ms", Long.toString(ms))) : List.of(seconds);
    }

    private static long digits(String value) {
        if (value == null) return -1;
        String s = Ws.trim(value);
        if (s.isEmpty()) return -1;
        long n = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '.' && i > 0) return n + 1; // rounded up: a request that comes too early is refused again
            if (c < '0' || c > '9') return -1;
            n = Math.min(n * 10 + (c - '0'), LONGEST_MS);
        }
        return n;
    }
}
