package llmrouter.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Times as people read them: of the machine's own time zone, to the second.
public final class LocalTimes {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private LocalTimes() {}

    /// `2026-03-01 13:00:20`.
    public static String of(Instant time) {
        return FORM.format(time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
