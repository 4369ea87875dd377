package llmrouter.protocol.waiting;

import llmrouter.http.ToldWait;
import llmrouter.http.WaitForm;
import llmrouter.http.WaitLength;
import llmrouter.text.IsoMoment;

/// The wait that a sentence names: "Please try again in 20.2s", "retry after 45 seconds", "Your limit will reset in 2
/// hours", "请在 20 秒后重试". A time of the day without a date and a zone ("at 3:05 PM") is not read: nothing says
/// whose clock is meant.
final class WaitWords {
    /// A message begins with what it has to say; what comes after this may quote the request.
    private static final int LOOKED_AT = 4096;

    /// What a length of time follows.
    private static final String[] BEFORE_LENGTH = {
        "try again in ", "try again after ", "retry in ", "retry after ", "retry again in ", "retried in ",
        "again in ", "reset in ", "resets in ", "reset after ", "resets after ", "come back in ", "back in ",
        "wait for ", "wait ", "available in ", "retry-after: ", "retry_after: ", "retry after: ",
        "请等待", "请在", "请于", "请", "等待"};

    /// What a moment follows.
    private static final String[] BEFORE_MOMENT = {
        "try again at ", "try again after ", "retry at ", "retry after ", "reset at ", "resets at ", "resets on ",
        "reset on ", "available at ", "until ", "重置时间为", "将在"};

    private static final String[] FILLERS = {"about ", "approximately ", "around ", "at least ", "another ", "~", " "};

    private WaitWords() {}

    /// Null if the words name none.
    ///
    /// @param message       of an error that is about a limit
    /// @param offsetMinutes of the vendor's own time zone, for moments that name none; `Integer.MIN_VALUE` if not known
    static ToldWait in(String message, int offsetMinutes) {
        String words = message.length() > LOOKED_AT ? message.substring(0, LOOKED_AT) : message;
        String lower = lower(words);
        ToldWait longest = null;
        for (String cue : BEFORE_LENGTH) {
            for (int at = lower.indexOf(cue); at >= 0; at = lower.indexOf(cue, at + 1)) {
                long ms = WaitLength.at(lower, fill(lower, at + cue.length()));
                if (ms >= 0) longest = ToldWait.length(ms).or(longest);
            }
        }
        ToldWait moment = moment(lower, offsetMinutes);
        return moment == null ? longest : moment.or(longest);
    }

    private static ToldWait moment(String lower, int offsetMinutes) {
        ToldWait latest = null;
        for (String cue : BEFORE_MOMENT) {
            for (int at = lower.indexOf(cue); at >= 0; at = lower.indexOf(cue, at + 1)) {
                long ms = IsoMoment.at(lower, fill(lower, at + cue.length()), offsetMinutes);
                if (ms >= 0) latest = ToldWait.until(ms).or(latest);
            }
        }
        return latest != null ? latest : behindABar(lower);
    }

    /// `Claude AI usage limit reached|1762952400`: seconds since 1970.
    private static ToldWait behindABar(String lower) {
        int bar = lower.indexOf("limit reached|");
        int from = bar + "limit reached|".length();
        int to = from;
        while (bar >= 0 && to < lower.length() && lower.charAt(to) >= '0' && lower.charAt(to) <= '9') to++;
        ToldWait wait = bar < 0 ? null : WaitForm.seconds(lower.substring(from, to));
        return wait != null && wait.moment() ? wait : null;
    }

    private static int fill(String lower, int from) {
        int at = from;
        for (String filler : FILLERS) {
            if (lower.startsWith(filler, at)) at += filler.length();
        }
        return at;
    }

    /// In lower case, of the same length: places stay where they are.
    private static String lower(String s) {
        var out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return out.toString();
    }
}
