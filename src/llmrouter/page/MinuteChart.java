package llmrouter.page;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import llmrouter.metrics.Activity.Hour;
import llmrouter.metrics.Activity.Minute;
import llmrouter.metrics.Activity.Spread;
import llmrouter.text.TimeWords;

import static llmrouter.page.HtmlWriter.count;

/// Small charts of the last hour. Each is a figure with its value now, a bar for every minute, and a legend and a label
/// that say the same in words. The bars of a series are one path, in units of a minute's width; the browser stretches
/// them to the room there is.
final class MinuteChart {
    private static final int STEP = 4;
    private static final int BAR = 3;
    private static final int HEIGHT = 60;
    /// One failure among thousands is still seen.
    private static final int LEAST = 2;
    private static final String NONE = "–";

    private final HtmlWriter out;
    private final Hour hour;
    private final List<Minute> minutes;

    /// @param kind  how it looks, as the style sheet knows it; `bad` hangs below the line
    /// @param total of the hour
    private record Series(String kind, String name, String total, ToLongFunction<Minute> of) {
        boolean hangs() {
            return kind.equals("bad");
        }
    }

    private MinuteChart(HtmlWriter out, Hour hour) {
        this.out = out;
        this.hour = hour;
        this.minutes = hour.minutes();
    }

    static void all(HtmlWriter out, Hour hour) {
        var charts = new MinuteChart(out, hour);
        charts.requests();
        charts.tokens();
        charts.firstToken();
    }

    private void requests() {
        long all = sum(Minute::requests);
        long failed = sum(Minute::failures);
        long peak = most(Minute::requests);
        figure("Requests", "this minute", count(minutes.getLast().requests()), "peak " + count(peak) + " a minute",
            "Requests per minute: " + all + " in the last hour, " + failed + " of them failed, at most " + peak
            + " in one minute.",
            m -> m.requests() == 0 ? "" : count(m.requests(), "request") + ", " + m.failures() + " failed",
            new Series("a", "answered", count(all - failed), m -> m.requests() - m.failures()),
            new Series("bad", "failed", count(failed), Minute::failures));
    }

    /// Output lies at the bottom, input on top of it.
    private void tokens() {
        long input = sum(Minute::input);
        long output = sum(Minute::output);
        long peak = most(m -> m.input() + m.output());
        figure("Tokens", "this minute", count(minutes.getLast().input() + minutes.getLast().output()),
            "peak " + count(peak) + " a minute",
            "Tokens per minute: " + input + " in and " + output + " out in the last hour, at most " + peak
            + " in one minute.",
            m -> m.input() + m.output() == 0 ? "" : count(m.input()) + " in, " + count(m.output()) + " out",
            new Series("b", "in", count(input), m -> m.input() + m.output()),
            new Series("a", "out", count(output), Minute::output));
    }

    /// From the ground to the median, and on to what 19 of 20 streams needed at most.
    private void firstToken() {
        Spread all = hour.firstToken();
        long peak = most(m -> m.firstToken() == null ? 0 : m.firstToken().p95());
        String median = all == null ? NONE : TimeWords.of(all.median());
        String p95 = all == null ? NONE : TimeWords.of(all.p95());
        figure("Time to first token", "median of the hour", median, "peak " + (peak == 0 ? NONE : TimeWords.of(peak)),
            "Time to first token: "
            + (all == null ? "no streams in the last hour."
            : "half of the last hour's streams began within " + median + ", 95 % within " + p95 + "."),
            m -> m.firstToken() == null ? ""
            : "median " + TimeWords.of(m.firstToken().median()) + ", 95 % within " + TimeWords.of(m.firstToken().p95()),
            new Series("b", "95 % within", p95, m -> m.firstToken() == null ? 0 : m.firstToken().p95()),
            new Series("a", "median", median, m -> m.firstToken() == null ? 0 : m.firstToken().median()));
    }

    private long sum(ToLongFunction<Minute> of) {
        return minutes.stream().mapToLong(of).sum();
    }

    private long most(ToLongFunction<Minute> of) {
        return minutes.stream().mapToLong(of).max().orElse(0);
    }

    /// @param words the chart for those who do not see it
    /// @param tip   what a mouse is told over a minute
    private void figure(String title, String unit, String big, String scale, String words, Function<Minute, String> tip,
            Series... series) {
        out.tags("<figure class=panel><figcaption><h3>").tags(title).tags("</h3><b>").tags(big).tags("</b> <small>")
            .tags(unit).tags("</small></figcaption><svg role=img viewBox=\"0 0 ")
            .number(STEP * minutes.size()).tags(" ").number(HEIGHT).tags("\" preserveAspectRatio=none aria-label=\"")
            .tags(words).tags("\">");
        long up = 0;
        long down = 0;
        for (Series s : series) {
            if (s.hangs()) down = most(s.of);
            else up = Math.max(up, most(s.of));
        }
        long whole = Math.max(1, up + down);
        long line = up + down == 0 ? HEIGHT : HEIGHT * up / whole;
        for (Series s : series) bars(s, line, whole);
        out.tags("<path class=line d=\"M0 ").number(line).tags("h").number(STEP * minutes.size()).tags("\"/>");
        for (int i = 0; i < minutes.size(); i++) tip(i, tip.apply(minutes.get(i)));
        out.tags("</svg><p class=axis><span>1 h ago</span><span>").tags(scale)
            .tags("</span><span>now</span></p><p class=legend>");
        for (Series s : series) {
            out.tags("<span class=\"key ").tags(s.kind).tags("\">").tags(s.name).tags(" <b>").tags(s.total)
                .tags("</b></span>");
        }
        out.tags("</p></figure>");
    }

    /// @param line  where zero is, from the top
    /// @param whole what the height stands for
    private void bars(Series s, long line, long whole) {
        out.tags("<path class=").tags(s.kind).tags(" d=\"");
        for (int i = 0; i < minutes.size(); i++) {
            long value = s.of.applyAsLong(minutes.get(i));
            if (value == 0) continue;
            long length = Math.max(LEAST, HEIGHT * value / whole);
            out.tags("M").number(STEP * i).tags(" ").number(s.hangs() ? line : line - length).tags("v").number(length)
                .tags("h").number(BAR).tags("v-").number(length).tags("z");
        }
        out.tags("\"/>");
    }

    private void tip(int minute, String words) {
        if (words.isEmpty()) return;
        int ago = minutes.size() - 1 - minute;
        out.tags("<rect x=").number(STEP * minute).tags(" width=").number(STEP).tags(" height=").number(HEIGHT)
            .tags("><title>")
            .tags(ago == 0 ? "this minute: " : ago + " min ago: ").tags(words).tags("</title></rect>");
    }
}
