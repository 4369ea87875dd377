package llmrouter.page;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import llmrouter.metrics.Activity.Hour;
import llmrouter.metrics.Activity.Minute;
import llmrouter.metrics.Activity.Spread;
import llmrouter.text.TimeWords;

import static llmrouter.page.HtmlWriter.count;

/// Small charts of the last hour. Each is a figure with its current value, a bar for every minute, and a legend and a
/// label that say the same in words. The bars of a series are one path; its unit of width is a quarter of a minute, and
/// the browser stretches the chart to the width of the page.
final class MinuteChart {
    private static final int STEP = 4;
    private static final int BAR = 3;
    private static final int HEIGHT = 60;
    /// The height of the smallest bar, so that one failure among thousands is visible.
    private static final int LEAST = 2;
    private static final String NONE = "–";

    private final HtmlWriter out;
    private final Hour hour;
    private final List<Minute> minutes;

    /// What stands around the bars.
    ///
    /// @param unit  of the value
    /// @param scale the highest value
    /// @param words the chart in a sentence, for screen readers
    private record Caption(String title, String unit, String value, String scale, String words) {}

    /// One row of bars.
    ///
    /// @param kind  a class of the style sheet; `bad` hangs below the zero line
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
        String words = "Requests per minute: " + all + " in the last hour, " + failed + " of them failed, at most "
            + peak + " in one minute.";
        figure(new Caption("Requests", "this minute", count(minutes.getLast().requests()), perMinute(peak), words),
            m -> m.requests() == 0 ? "" : count(m.requests(), "request") + ", " + m.failures() + " failed",
            new Series("a", "answered", count(all - failed), m -> m.requests() - m.failures()),
            new Series("bad", "failed", count(failed), Minute::failures));
    }

    private static String perMinute(long peak) {
        return "peak " + count(peak) + " a minute";
    }

    /// The bars of the output stand in front of those of the sum, so that the input shows above them.
    private void tokens() {
        long input = sum(Minute::input);
        long output = sum(Minute::output);
        long peak = most(MinuteChart::tokens);
        String words = "Tokens per minute: " + input + " in and " + output + " out in the last hour, at most " + peak
            + " in one minute.";
        figure(new Caption("Tokens", "this minute", count(tokens(minutes.getLast())), perMinute(peak), words),
            m -> tokens(m) == 0 ? "" : count(m.input()) + " in, " + count(m.output()) + " out",
            new Series("b", "in", count(input), MinuteChart::tokens),
            new Series("a", "out", count(output), Minute::output));
    }

    private static long tokens(Minute m) {
        return m.input() + m.output();
    }

    /// From zero to the median, and above it to the time within which 19 of 20 streams began.
    private void firstToken() {
        Spread all = hour.firstToken();
        long peak = most(MinuteChart::p95);
        String scale = "peak " + (peak == 0 ? NONE : TimeWords.of(peak));
        String median = all == null ? NONE : TimeWords.of(all.median());
        String p95 = all == null ? NONE : TimeWords.of(all.p95());
        String words = all == null ? "no streams in the last hour."
            : "half of the last hour's streams began within " + median + ", 95 % within " + p95 + ".";
        figure(new Caption("Time to first token", "median of the hour", median, scale, "Time to first token: " + words),
            MinuteChart::firstTokenTip,
            new Series("b", "95 % within", p95, MinuteChart::p95),
            new Series("a", "median", median, MinuteChart::median));
    }

    private static long p95(Minute m) {
        return m.firstToken() == null ? 0 : m.firstToken().p95();
    }

    private static long median(Minute m) {
        return m.firstToken() == null ? 0 : m.firstToken().median();
    }

    private static String firstTokenTip(Minute m) {
        if (m.firstToken() == null) return "";
        return "median " + TimeWords.of(median(m)) + ", 95 % within " + TimeWords.of(p95(m));
    }

    private long sum(ToLongFunction<Minute> of) {
        return minutes.stream().mapToLong(of).sum();
    }

    private long most(ToLongFunction<Minute> of) {
        return minutes.stream().mapToLong(of).max().orElse(0);
    }

    /// @param tip the tooltip of a minute; empty for none
    private void figure(Caption caption, Function<Minute, String> tip, Series... series) {
        out.tags("<figure class=panel><figcaption><h3>").tags(caption.title).tags("</h3><b>").tags(caption.value)
            .tags("</b> <small>").tags(caption.unit).tags("</small></figcaption><svg role=img viewBox=\"0 0 ")
            .number(STEP * minutes.size()).tags(" ").number(HEIGHT).tags("\" preserveAspectRatio=none aria-label=\"")
            .tags(caption.words).tags("\">");
        drawing(tip, series);
        out.tags("</svg><p class=axis><span>1 h ago</span><span>").tags(caption.scale)
            .tags("</span><span>now</span></p><p class=legend>");
        for (Series s : series) {
            out.tags("<span class=\"key ").tags(s.kind).tags("\">").tags(s.name).tags(" <b>").tags(s.total)
                .tags("</b></span>");
        }
        out.tags("</p></figure>");
    }

    private void drawing(Function<Minute, String> tip, Series... series) {
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
    }

    /// @param line  the height of zero, from the top
    /// @param whole the value that the whole height stands for
    private void bars(Series s, long line, long whole) {
        out.tags("<path class=").tags(s.kind).tags(" d=\"");
        for (int i = 0; i < minutes.size(); i++) {
            long value = s.of.applyAsLong(minutes.get(i));
            if (value == 0) continue;
            long length = Math.max(LEAST, HEIGHT * value / whole);
            long top = s.hangs() ? line : line - length;
            out.tags("M").number(STEP * i).tags(" ").number(top).tags("v").number(length).tags("h").number(BAR)
                .tags("v-").number(length).tags("z");
        }
        out.tags("\"/>");
    }

    private void tip(int minute, String words) {
        if (words.isEmpty()) return;
        int ago = minutes.size() - 1 - minute;
        out.tags("<rect x=").number(STEP * minute).tags(" width=").number(STEP).tags(" height=").number(HEIGHT)
            .tags("><title>").tags(ago == 0 ? "this minute: " : ago + " min ago: ").tags(words)
            .tags("</title></rect>");
    }
}
