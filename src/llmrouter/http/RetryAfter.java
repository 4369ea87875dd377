package llmrouter.http;

import java.util.ArrayList;
import java.util.List;

import llmrouter.http.HeaderMap.Header;
import llmrouter.text.Ws;

/// How long a server asks its clients to wait, in the fields that are made for it: `Retry-After` (RFC 9110 §10.2.3) and
/// the vendors' own names for the same.
public final class RetryAfter {
    /// In milliseconds; Azure has a name of its own. They are more exact than the other fields.
    private static final String[] MILLISECONDS = {"retry-after-ms", "x-ms-retry-after-ms"};
    private static final String[] SECONDS = {"retry-after", "x-retry-after", "x-ratelimit-retry-after"};

    private RetryAfter() {}

    /// Milliseconds to wait, at most a day; -1 if there is no such field that can be read.
    public static long ms(HeaderMap headers, long epochSeconds) {
        ToldWait told = told(headers);
        return told == null ? -1 : told.from(epochSeconds);
    }

    /// The same before it is known what time it is; null if there is none.
    public static ToldWait told(HeaderMap headers) {
        ToldWait exact = longest(headers, MILLISECONDS, true);
        return exact != null ? exact : longest(headers, SECONDS, false);
    }

    /// Of several values the longest counts. They come of two servers on the way, each with a limit of its own, and a
    /// request that comes too early is refused again.
    private static ToldWait longest(HeaderMap headers, String[] names, boolean milliseconds) {
        ToldWait longest = null;
        for (String name : names) {
            for (String field : headers.values(name)) {
                for (String value : values(field)) {
                    ToldWait one = milliseconds ? WaitForm.milliseconds(value) : WaitForm.seconds(value);
                    if (one != null) longest = one.or(longest);
                }
            }
        }
        return longest;
    }

    /// The values of a list. The comma behind a day of the week is part of a date.
    private static List<String> values(String field) {
        var values = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i <= field.length(); i++) {
            if (i < field.length() && field.charAt(i) != ',') continue;
            String value = Ws.trim(field.substring(from, i));
            if (i < field.length() && HttpDate.isWeekday(HeaderMap.lower(value))) continue;
            values.add(value);
            from = i + 1;
        }
        return values;
    }

    /// How the wait is told to clients: `retry-after` in whole seconds, rounded up, since Claude Code reads neither a
    /// date nor a fraction; and `retry-after-ms`, which the vendors' SDKs prefer, where the provider sent it. At most a
    /// day, since some clients wait as long as the value says. No other form of the provider's is passed on.
    ///
    /// @param ms what the gateway itself keeps to, or -1, which tells nothing
    public static List<Header> forClients(HeaderMap headers, long ms) {
        if (ms < 0) return List.of();
        boolean exact = longest(headers, MILLISECONDS, true) != null;
        ToldWait whole = exact ? longest(headers, SECONDS, false) : null;
        long said = whole == null || whole.moment() ? ms : Math.max(ms, whole.from(0));
        var seconds = new Header("retry-after", Long.toString((said + 999) / 1000));
        return exact ? List.of(seconds, new Header("retry-after-ms", Long.toString(ms))) : List.of(seconds);
    }
}
