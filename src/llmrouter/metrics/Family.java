package llmrouter.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// The series of one metric, which differ in the values of their labels. A series is created at its first use.
/// Thread-safe, without a lock where the series exists.
final class Family<V> {
    /// Writes one series.
    private interface Writer<V> {
        void write(Exposition out, V value, String[] labels);
    }

    private final String name;
    private final String type;
    private final String help;
    private final List<String> labels;
    private final Supplier<V> fresh;
    private final Writer<V> writer;
    private final Map<List<String>, V> series = new ConcurrentHashMap<>();

    private Family(String name, String type, String help, Supplier<V> fresh, Writer<V> writer, String... labels) {
        this.name = name;
        this.type = type;
        this.help = help;
        this.fresh = fresh;
        this.writer = writer;
        this.labels = List.of(labels);
    }

    static Family<LongAdder> counter(String name, String help, String... labels) {
        return new Family<>(name, "counter", help, LongAdder::new, (out, adder, all) -> out.sample(adder.sum(), all),
            labels);
    }

    static Family<Timing> timings(String name, String help, String... labels) {
        return new Family<>(name, "histogram", help, Timing::new, (out, timing, all) -> timing.write(out, all), labels);
    }

    static Family<TokenCounts> tokens(String name, String help, String... labels) {
        return new Family<>(name, "counter", help, TokenCounts::new, (out, counts, all) -> counts.write(out, all),
            labels);
    }

    /// The series with these values, created if there is none.
    ///
    /// @param values one for each label
    V at(String... values) {
        List<String> key = List.of(values);
        V known = series.get(key);
        return known != null ? known : series.computeIfAbsent(key, _ -> fresh.get());
    }

    /// Drops the series whose value of this label is not among these.
    void keep(String label, Set<String> values) {
        int at = labels.indexOf(label);
        series.keySet().removeIf(key -> !values.contains(key.get(at)));
    }

    /// Every series: the values of its labels, and its own.
    void each(BiConsumer<List<String>, V> use) {
        series.forEach(use);
    }

    void write(Exposition out) {
        out.family(name, type, help);
        var ordered = new TreeMap<String, Map.Entry<List<String>, V>>();
        for (Map.Entry<List<String>, V> e : series.entrySet()) ordered.put(String.join("\0", e.getKey()), e);
        for (Map.Entry<List<String>, V> e : ordered.values()) writer.write(out, e.getValue(), pairs(e.getKey()));
    }

    private String[] pairs(List<String> values) {
        var pairs = new String[2 * values.size()];
        for (int i = 0; i < values.size(); i++) {
            pairs[2 * i] = labels.get(i);
            pairs[2 * i + 1] = values.get(i);
        }
        return pairs;
    }
}
