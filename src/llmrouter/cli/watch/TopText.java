package llmrouter.cli.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.json.Json;
import llmrouter.report.StatusText;
import llmrouter.report.StatusVerdict;
import llmrouter.text.TimeWords;
import llmrouter.tui.terminal.Columns;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;

/// What `top` shows, as lines.
final class TopText {
    /// The columns behind a candidate's name.
    private static final int NUMBERS = 51;
    private static final int SHORTEST_NAME = 10;

    private TopText() {}

    /// The gateway as a whole: where it is, what it does, how it is.
    static List<ScreenLine> head(String url, LookHistory history, long nowMs) {
        GatewayLook known = history.known();
        var lines = new ArrayList<ScreenLine>();
        String silent = history.last() == null ? null : history.last().silent();
        if (known == null) {
            lines.add(ScreenLine.of(url + (silent == null ? " is asked" : " " + silent), Look.WARNING));
            return lines;
        }
        Json.Obj status = known.status();
        lines.add(ScreenLine.of("llm-router " + status.text("version") + " on " + url, Look.STRONG)
            .with(", up " + TimeWords.of(1000 * status.number("uptimeSeconds", 0)) + ", process "
                + status.number("pid", 0)));
        if (known.figures().members().isEmpty()) {
            lines.add(ScreenLine.of("This gateway is too old to tell its figures; restart it with this version.",
                Look.WARNING));
        } else {
            lines.addAll(figures(known.figures(), history));
        }
        if (silent != null) lines.add(ScreenLine.of("It " + silent + ". The last figures stay.", Look.BAD));
        else lines.add(verdict(status, nowMs));
        return lines;
    }

    private static List<ScreenLine> figures(Json.Obj figures, LookHistory history) {
        double requests = history.perSecond(all -> all.number("requests", 0));
        ScreenLine first = ScreenLine.of("Requests ").with(number(figures.number("requests", 0)), Look.STRONG)
            .with(rate(requests) + ", failed " + number(figures.number("failed", 0)) + ", refused "
                + number(figures.number("refused", 0)) + ", open ")
            .with(number(figures.number("open", 0)), Look.STRONG).with(", streams ")
            .with(number(figures.number("streams", 0)), Look.STRONG);
        Json.Obj tokens = figures.object("tokens");
        ScreenLine second = ScreenLine.of("Tokens ").with(number(tokens.number("input", 0)), Look.STRONG)
            .with(" in" + rate(history.perSecond(all -> token(all, "input"))) + ", ")
            .with(number(tokens.number("output", 0)), Look.STRONG)
            .with(" out" + rate(history.perSecond(all -> token(all, "output"))));
        return List.of(first, second, firstToken(figures.object("firstToken")));
    }

    private static long token(Json.Obj figures, String kind) {
        return figures.object("tokens") instanceof Json.Obj tokens ? tokens.number(kind, 0) : 0;
    }

    private static ScreenLine firstToken(Json.Obj spread) {
        if (spread == null) return ScreenLine.of("First token: no stream lately");
        return ScreenLine.of("First token ").with(TimeWords.of(spread.number("medianMs", 0)), Look.STRONG)
            .with(" median, " + TimeWords.of(spread.number("p95Ms", 0)) + " for the slowest 5 % (last "
                + spread.number("minutes", 0) + " min)");
    }

    private static ScreenLine verdict(Json.Obj status, long nowMs) {
        if (!status.has("candidates")) return ScreenLine.of("The state of candidates is not known with this backend.");
        StatusVerdict verdict = StatusVerdict.of(status, nowMs);
        Look look = switch (verdict.level()) {
            case OK -> Look.GOOD;
            case WARN -> Look.WARNING;
            case BAD -> Look.BAD;
        };
        return ScreenLine.of(verdict.lines().getFirst(), look);
    }

    /// The names of the columns.
    static ScreenLine columns(int width) {
        return ScreenLine.of(row(width, "CANDIDATE", "STATE", "CALLS/S", "CALLS", "FAILED", "TOK/S", "1ST TOK"),
            Look.MARKED);
    }

    static ScreenLine candidate(CandidateRow row, int width, long nowMs) {
        Look look = row.state().equals("ok") ? Look.PLAIN : Look.BAD;
        String state = row.until() == null ? row.state() : row.state() + " "
            + TimeWords.of(Instant.parse(row.until()).toEpochMilli() - nowMs);
        return ScreenLine.of(row(width, row.ref(), state, perSecond(row.callsPerSecond()), number(row.calls()),
            number(row.failed()), perSecond(row.tokensPerSecond()),
            row.firstTokenMs() < 0 ? "-" : TimeWords.of(row.firstTokenMs())), look);
    }

    private static String row(int width, String name, String state, String... numbers) {
        int names = Math.max(SHORTEST_NAME, width - NUMBERS);
        var row = new StringBuilder(Columns.padded(name, names)).append(' ').append(Columns.padded(state, 9));
        int[] columns = {7, 7, 7, 7, 8};
        for (int i = 0; i < numbers.length; i++) row.append(Columns.right(numbers[i], columns[i] + 1));
        return row.toString();
    }

    /// The caps with what is left.
    static List<ScreenLine> caps(Json.Obj status) {
        var lines = new ArrayList<ScreenLine>();
        for (Json.Obj cap : status.objects("buckets")) {
            Look look = StatusVerdict.nearlyFull(cap) ? Look.WARNING : Look.PLAIN;
            lines.add(ScreenLine.of("Cap " + StatusText.cap(cap), look));
        }
        return lines;
    }

    private static String rate(double perSecond) {
        return perSecond < 0 ? "" : " (" + perSecond(perSecond) + "/s)";
    }

    static String perSecond(double rate) {
        if (rate < 0) return "-";
        return rate > 0 && rate < 100 ? String.format(Locale.ROOT, "%.1f", rate) : number(Math.round(rate));
    }

    /// `9999`, `12.3k`, `4.5M`.
    static String number(long n) {
        if (n < 10_000) return Long.toString(n);
        if (n < 1_000_000) return String.format(Locale.ROOT, "%.1fk", Math.floor(n / 100.0) / 10);
        if (n < 1_000_000_000) return String.format(Locale.ROOT, "%.1fM", Math.floor(n / 100_000.0) / 10);
        return String.format(Locale.ROOT, "%.1fG", Math.floor(n / 100_000_000.0) / 10);
    }
}
