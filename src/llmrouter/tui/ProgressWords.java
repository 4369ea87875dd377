package llmrouter.tui;

import llmrouter.text.TimeWords;

/// How far a work is, as text.
///
/// @param done  of `total` steps
/// @param total 0 if it is not known
/// @param now   what is being done
record ProgressWords(int done, int total, String now) {
    private static final int BAR = 20;
    /// Before this, an estimate of the time says nothing.
    private static final long EARLY_MS = 2_000;

    /// `12 of 40, 1 min 20 s left: m-7`.
    ///
    /// @param tookMs since the work began
    String line(long tookMs) {
        String left = left(tookMs);
        String count = total > 0 ? done + " of " + total : done > 0 ? done + " done" : "";
        String words = count + (left.isEmpty() ? "" : ", " + left);
        return words + (now.isEmpty() ? "" : words.isEmpty() ? now : ": " + now);
    }

    /// `[######..............] 12 of 40, 1 min 20 s left: m-7`.
    String bar(long tookMs) {
        if (total <= 0) return line(tookMs);
        int full = (int) Math.min(BAR, (long) BAR * Math.max(0, done) / total);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + line(tookMs);
    }

    private String left(long tookMs) {
        if (total <= 0 || done <= 0 || done >= total || tookMs < EARLY_MS) return "";
        return TimeWords.of(Math.max(1_000, tookMs * (total - done) / done)) + " left";
    }
}
