package llmrouter.http;

import llmrouter.text.Ws;

/// How long a provider asks the gateway to wait.
public final class RetryAfter {
    /// Longer waits are shortened to this: such a value is a mistake.
    static final long LONGEST_MS = 24 * 3_600_000L;

    private RetryAfter() {}

    /// Milliseconds from `retry-after-ms`, or from `retry-after` as seconds or as an HTTP date (RFC 9110 §10.2.3), at
    /// most a day;
    /// -1 if there is none or it is not valid.
    public static long ms(HeaderMap headers, long epochSeconds) {
        long exact = digits(headers.get("retry-after-ms"));
        if (exact >= 0) return Math.min(exact, LONGEST_MS);
        String value = headers.get("retry-after");
        long seconds = digits(value);
        if (seconds < 0 && value != null) {
            long date = HttpDate.epochSeconds(Ws.trim(value));
            seconds = date < 0 ? -1 : Math.max(0, date - epochSeconds);
        }
        return seconds < 0 ? -1 : Math.min(seconds, LONGEST_MS / 1000) * 1000;
    }

    /// The value of `retry-after` or `retry-after-ms` for the client: at most a day, since some clients wait as long
    /// as the value says; null if it is not valid.
    public static String passedOn(HeaderMap.Header field) {
        boolean exact = field.name().equals("retry-after-ms");
        long most = exact ? LONGEST_MS : LONGEST_MS / 1000;
        long n = digits(field.value());
        if (n >= most) return Long.toString(most);
        return n >= 0 || !exact && HttpDate.epochSeconds(Ws.trim(field.value())) >= 0 ? field.value() : null;
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
