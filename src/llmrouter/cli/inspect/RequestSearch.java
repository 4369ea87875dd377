package llmrouter.cli.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.files.RollingLog;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.records.RequestRecord;

/// Finds the records of requests in request logs and in the older files beside them. A line that is torn, or that is
/// not the record of a request, is passed over.
record RequestSearch(List<RollingLog> logs) {
    private static final String PREFIX = "req_";

    /// The requests whose id begins so, the latest first; only the one with this very id if there is one.
    ///
    /// @param start with or without `req_`
    /// @param most  how many are looked for
    List<Json.Obj> byId(String start, int most) throws IOException {
        String id = start.startsWith(PREFIX) ? start : PREFIX + start;
        var found = new LinkedHashMap<String, Json.Obj>();
        for (RollingLog log : logs) {
            log.newest(line -> {
                if (line.contains("\"id\":\"" + id) && record(line) instanceof Json.Obj record
                    && record.text("id").startsWith(id)) {
                    found.putIfAbsent(record.text("id"), record);
                }
                return found.containsKey(id) || found.size() >= most;
            });
            if (found.containsKey(id)) return List.of(found.get(id));
        }
        return List.copyOf(found.values());
    }

    /// The latest requests that pass the test, the latest first.
    List<Json.Obj> latest(int most, Predicate<Json.Obj> test) throws IOException {
        var all = new ArrayList<Json.Obj>();
        for (RollingLog log : logs) {
            var some = new ArrayList<Json.Obj>();
            log.newest(line -> {
                if (record(line) instanceof Json.Obj record && test.test(record)) some.add(record);
                return some.size() >= most;
            });
            all.addAll(some);
        }
        if (logs.size() > 1) all.sort(Comparator.comparing(RequestSearch::time).reversed());
        return all.subList(0, Math.min(most, all.size()));
    }

    private static String time(Json.Obj record) {
        return String.valueOf(record.text("time"));
    }

    /// How many refused requests the latest line counts that have no line of their own; null if there is no such line.
    Json.Obj unlogged() throws IOException {
        for (RollingLog log : logs) {
            String line = log.newest(l -> l.contains("\"" + RequestRecord.UNLOGGED + "\":") && object(l) != null);
            if (line != null) return object(line);
        }
        return null;
    }

    private static Json.Obj record(String line) {
        return object(line) instanceof Json.Obj record && record.text("id") != null ? record : null;
    }

    private static Json.Obj object(String line) {
        try {
            return Json.parse(line) instanceof Json.Obj object ? object : null;
        } catch (JsonError _) {
            return null;
        }
    }

    /// The logs for people.
    String names() {
        return String.join(" or ", logs.stream().map(log -> log.path().toString()).toList());
    }
}
