package llmrouter.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of metrics, read more strictly than Prometheus reads it: every line has its place, every series comes once,
/// and histograms add up.
public final class Scrape {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][\\w:]*) \\S.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][\\w:]*) (counter|gauge|histogram)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.+)\\})? (\\S+)", Pattern.DOTALL);
    private static final Pattern LABEL =
        Pattern.compile("\\G([a-zA-Z_]\\w*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

    private final Map<String, Map<Map<String, String>, Double>> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    private Scrape() {}

    public static Scrape of(String page) {
        check(page.endsWith("\n"), "the last line ends");
        var scrape = new Scrape();
        String family = "";
        String[] lines = page.substring(0, page.length() - 1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher help = HELP.matcher(lines[i]);
            if (help.matches()) {
                family = help.group(1);
                scrape.begin(family, lines[++i]);
            } else {
                scrape.sample(family, lines[i]);
            }
        }
        scrape.types.forEach((name, type) -> {
            if (type.equals("histogram")) scrape.checkHistogram(name);
        });
        return scrape;
    }

    private static void check(boolean right, String what) {
        if (!right) throw new AssertionError(what);
    }

    private void begin(String family, String line) {
        Matcher type = TYPE.matcher(line);
        check(type.matches() && type.group(1).equals(family), "a type follows the help: " + line);
        check(types.put(family, type.group(2)) == null, family + " comes once");
        check(type.group(2).equals("counter") == family.endsWith("_total"), family + " is named by its type");
    }

    private void sample(String family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), line);
        String name = sample.group(1);
        boolean histogram = "histogram".equals(types.get(family));
        check(histogram ? Set.of(family + "_bucket", family + "_sum", family + "_count").contains(name)
            : name.equals(family), name + " stands in its family " + family);
        double value = Double.parseDouble(sample.group(3));
        check(value >= 0, line);
        check(samples.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(labels(sample.group(2)), value) == null,
            "a series twice: " + line);
    }

    private static Map<String, String> labels(String text) {
        var labels = new TreeMap<String, String>();
        if (text == null) return labels;
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find()) {
            check(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label twice: " + text);
            end = label.end();
        }
        check(end == text.length(), "labels: " + text);
        return labels;
    }

    private static String unescaped(String s) {
        return s.replace("\\\\", "\0").replace("\\n", "\n").replace("\\\"", "\"").replace('\0', '\\');
    }

    private void checkHistogram(String name) {
        var buckets = new LinkedHashMap<Map<String, String>, List<Double>>();
        var bounds = new LinkedHashMap<Map<String, String>, List<Double>>();
        samples.getOrDefault(name + "_bucket", Map.of()).forEach((labels, count) -> {
            var others = new TreeMap<>(labels);
            String le = others.remove("le");
            bounds.computeIfAbsent(others, _ -> new ArrayList<>())
                .add(le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le));
            buckets.computeIfAbsent(others, _ -> new ArrayList<>()).add(count);
        });
        buckets.forEach((labels, counts) -> {
            check(bounds.get(labels).equals(bounds.get(labels).stream().sorted().distinct().toList()),
                name + "'s bounds rise");
            check(bounds.get(labels).getLast().isInfinite(), name + " ends with +Inf");
            check(counts.equals(counts.stream().sorted().toList()), name + "'s counts rise");
            check(counts.getLast().equals(samples.get(name + "_count").get(labels)),
                name + "'s count is that of its last bucket");
            check(samples.get(name + "_sum").containsKey(labels), name + " has a sum");
        });
        check(samples.getOrDefault(name + "_count", Map.of()).size() == buckets.size(),
            name + " has a count for each histogram");
    }

    /// The sum of the samples with these labels (name, value, name, value …), whatever their others.
    public long sum(String name, String... labels) {
        double sum = 0;
        for (var e : samples.getOrDefault(name, Map.of()).entrySet()) {
            boolean right = true;
            for (int i = 0; i < labels.length; i += 2) right &= labels[i + 1].equals(e.getKey().get(labels[i]));
            if (right) sum += e.getValue();
        }
        return (long) sum;
    }

    /// What a label's values are.
    public Set<String> values(String name, String label) {
        var values = new HashSet<String>();
        samples.getOrDefault(name, Map.of()).keySet().forEach(labels -> values.add(labels.get(label)));
        return values;
    }

    /// How many series there are.
    public int size() {
        return samples.values().stream().mapToInt(Map::size).sum();
    }
}
