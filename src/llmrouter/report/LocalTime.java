package llmrouter.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import llmrouter.text.Timestamps;

/// Moments for people, in the time zone of this machine and to the second; and for programs, in ISO 8601 and to the
/// millisecond. All commands, the status page and messages write a moment by these functions.
public final class LocalTime {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private LocalTime() {}

    /// `22:14:05` for a moment of today, `2026-11-28 22:14:05` for another day.
    public static String of(Instant at) {
        return of(at, Instant.now(), ZoneId.systemDefault());
    }

    /// The same for milliseconds since 1970.
    public static String of(long epochMs) {
        return of(Instant.ofEpochMilli(epochMs));
    }

    /// The same for a moment in ISO 8601, as answers and log lines have it. A text that is none is returned as it is,
    /// and null as `?`.
    public static String of(String iso) {
        if (iso == null) return "?";
        try {
            return of(Instant.parse(iso));
        } catch (DateTimeParseException _) {
            return iso;
        }
    }

    static String of(Instant at, Instant now, ZoneId zone) {
        var local = at.atZone(zone);
        boolean today = local.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TIME : DAY).format(local);
    }

    /// `2026-11-28 22:14:05`, for a text that may be read on another day.
    public static String withDay(Instant at) {
        return DAY.format(at.atZone(ZoneId.systemDefault()));
    }

    /// `2026-11-28T21:59:35.830Z`: for JSON.
    public static String iso(Instant at) {
        return iso(at.toEpochMilli());
    }

    /// The same for milliseconds since 1970.
    public static String iso(long epochMs) {
        return Timestamps.utcMs(epochMs);
    }
}
