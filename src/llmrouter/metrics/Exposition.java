package llmrouter.metrics;

/// Metrics in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). Not thread-safe.
public final class Exposition {
    /// The content type of the text.
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder(8192);
    private String name;

    /// Begins a family; the samples that follow belong to it.
    ///
    /// @param type `counter`, `gauge` or `histogram`
    /// @param help one line without a backslash
    public Exposition family(String name, String type, String help) {
        this.name = name;
        out.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(' ')
            .append(type).append('\n');
        return this;
    }

    /// A sample of the family.
    ///
    /// @param labels name, value, name, value …
    public Exposition sample(long value, String... labels) {
        return sample("", Long.toString(value), labels);
    }

    /// As above.
    ///
    /// @param suffix that is added to the family's name
    Exposition sample(String suffix, String value, String... labels) {
        out.append(name).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escape(labels[i + 1]);
            out.append('"');
        }
        out.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    private void escape(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\n') out.append("\\n");
            else if (c == '"' || c == '\\') out.append('\\').append(c);
            else out.append(c);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
