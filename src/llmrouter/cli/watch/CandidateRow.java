package llmrouter.cli.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import llmrouter.json.Json;

/// A candidate with its state and its figures.
///
/// @param state           a word of `GET /status`; `-` where the gateway does not know it
/// @param until           when a pause ends, in ISO 8601, or null
/// @param callsPerSecond  -1 if it is not known yet
/// @param tokensPerSecond of answers; -1 if it is not known yet
/// @param firstTokenMs    mean of the streams of the last seconds, else of all; -1 if there was none
record CandidateRow(String ref, String state, String until, long calls, long failed, double callsPerSecond,
        double tokensPerSecond, long firstTokenMs) {
    /// By what rows are sorted.
    enum Order {
        NAME("name", Comparator.comparing(CandidateRow::ref)),
        STATE("state", Comparator.comparing(row -> row.state.equals("ok"))),
        CALLS("calls", Comparator.comparing(row -> -row.callsPerSecond)),
        TOKENS("tokens", Comparator.comparing(row -> -row.tokensPerSecond)),
        FIRST_TOKEN("first-token", Comparator.comparing(row -> -row.firstTokenMs));

        private final String word;
        private final Comparator<CandidateRow> rows;

        Order(String word, Comparator<CandidateRow> rows) {
            this.word = word;
            this.rows = rows;
        }

        String word() {
            return word;
        }

        static List<String> words() {
            return List.of(values()).stream().map(Order::word).toList();
        }

        static Order of(String word) {
            return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
        }

        Order next(int step) {
            return values()[Math.floorMod(ordinal() + step, values().length)];
        }

        private Comparator<CandidateRow> comparator() {
            return rows.thenComparing(row -> -row.calls).thenComparing(CandidateRow::ref);
        }
    }

    /// The candidates of the last answer with a status, sorted.
    static List<CandidateRow> of(LookHistory history, Order order) {
        GatewayLook known = history.known();
        if (known == null) return List.of();
        Map<String, Json.Obj> states = new LinkedHashMap<>();
        for (Json.Obj candidate : known.status().objects("candidates")) states.put(candidate.text("ref"), candidate);
        for (Json.Obj counted : known.figures().objects("candidates")) states.putIfAbsent(counted.text("ref"), counted);
        var rows = new ArrayList<CandidateRow>();
        states.forEach((ref, state) -> rows.add(row(ref, state, history)));
        rows.sort(order.comparator());
        return rows;
    }

    private static CandidateRow row(String ref, Json.Obj state, LookHistory history) {
        Json.Obj all = history.known().figures();
        long streams = history.added(figures -> count(figures, ref, "firstTokens"));
        long took = history.added(figures -> count(figures, ref, "firstTokenMs"));
        if (streams == 0) {
            streams = count(all, ref, "firstTokens");
            took = count(all, ref, "firstTokenMs");
        }
        String word = state.text("state") == null ? "-" : state.text("state");
        return new CandidateRow(ref, word, state.text("until"), count(all, ref, "calls"),
            count(all, ref, "failedCalls"), history.perSecond(figures -> count(figures, ref, "calls")),
            history.perSecond(figures -> count(figures, ref, "outputTokens")), streams == 0 ? -1 : took / streams);
    }

    /// A count of a candidate; 0 if the figures do not have the candidate.
    private static long count(Json.Obj figures, String ref, String name) {
        for (Json.Obj candidate : figures.objects("candidates")) {
            if (ref.equals(candidate.text("ref"))) return candidate.number(name, 0);
        }
        return 0;
    }
}
