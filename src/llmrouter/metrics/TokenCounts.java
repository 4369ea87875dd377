package llmrouter.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

import llmrouter.chat.Usage;

/// The tokens of all answers of one candidate; each token is in one kind only. Thread-safe.
final class TokenCounts {
    private final LongAdder cacheRead = new LongAdder();
    private final LongAdder cacheWrite = new LongAdder();
    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();

    void add(Usage u) {
        cacheRead.add(u.cacheRead());
        cacheWrite.add(u.cacheWrite());
        input.add(u.input());
        output.add(u.output());
    }

    /// Tokens of prompts, cached or not.
    long prompt() {
        return input.sum() + cacheRead.sum() + cacheWrite.sum();
    }

    long output() {
        return output.sum();
    }

    /// Writes a sample for each kind.
    void write(Exposition out, String[] labels) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = "kind";
        write(out, cacheRead, all, "cache_read");
        write(out, cacheWrite, all, "cache_write");
        write(out, input, all, "input");
        write(out, output, all, "output");
    }

    private static void write(Exposition out, LongAdder count, String[] labels, String kind) {
        labels[labels.length - 1] = kind;
        out.sample(count.sum(), labels);
    }
}
