package llmrouter.server.log;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Consumer;

import llmrouter.files.RollingLog;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// The requests of the last hour that an earlier process of this gateway has logged. A line that is torn, or that is
/// not the record of a request, is left out. One owner.
final class LoggedRequests {
    /// At most so much of the log is read.
    private static final long MOST_BYTES = 16 << 20;
    private static final int MOST_LINES = 50_000;
    /// So many requests are read in any case, however old they are.
    private static final int LISTED = 50;

    private final Instant start;
    private final int port;
    private final Consumer<Json.Obj> each;
    private int found;
    private final Set<String> ids = new HashSet<>();
    private int lines;

    private LoggedRequests(Instant start, int port, Consumer<Json.Obj> each) {
        this.start = start;
        this.port = port;
        this.each = each;
    }

    /// Reads the end of the log.
    ///
    /// @param start when this process began to log; later requests are its own
    /// @param port  of this gateway: gateways on other ports may write to the same log
    /// @param each  gets one after the other, the latest first, without prompts and answers. They are not collected,
    ///              because a busy hour has more of them than the memory of a small gateway
    static void before(Instant start, int port, RollingLog log, Consumer<Json.Obj> each) throws IOException {
        log.newest(new LoggedRequests(start, port, each)::hasEnough, MOST_BYTES);
    }

    private boolean hasEnough(String line) {
        if (++lines > MOST_LINES) return true;
        Json.Obj record = record(line);
        if (record == null) return false;
        Instant time = Instant.parse(record.text("time"));
        boolean own = record.number("port", port) == port;
        if (own && time.isBefore(start) && ids.add(record.text("id"))) {
            found++;
            each.accept(record);
        }
        return time.isBefore(start.minus(Duration.ofHours(1))) && found >= LISTED;
    }

    /// Null if the line does not have what the record of a request must have.
    private static Json.Obj record(String line) {
        try {
            if (!(Json.parse(line) instanceof Json.Obj record) || !isComplete(record)) return null;
            Instant.parse(record.text("time"));
            var members = new LinkedHashMap<>(record.members());
            members.remove("request");
            members.remove("answer");
            return new Json.Obj(members);
        } catch (JsonError | DateTimeException _) {
            return null;
        }
    }

    private static boolean isComplete(Json.Obj record) {
        if (!hasTexts(record, "id", "time", "end") || record.object("ms") == null) return false;
        Json.Obj route = record.object("route");
        if (route != null && !hasTexts(route, "type", "ref", "strategy")) return false;
        for (Json.Obj attempt : record.objects("attempts")) {
            if (!hasTexts(attempt, "candidate", "category")) return false;
        }
        return true;
    }

    private static boolean hasTexts(Json.Obj object, String... members) {
        for (String member : members) {
            if (object.text(member) == null) return false;
        }
        return true;
    }
}
