package llmrouter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What kind of answer a client wants (RFC 9110 §12.5.1).
public final class AcceptField {
    private AcceptField() {}

    /// @param q in thousandths
    private record MediaRange(String name, int q) {
        /// How well it names a type: 0 not at all, 3 exactly.
        int fit(String type) {
            if (name.equals(type)) return 3;
            if (name.equals("*/*")) return 1;
            return name.endsWith("/*") && type.startsWith(name.substring(0, name.length() - 1)) ? 2 : 0;
        }
    }

    /// Whether HTML is wanted rather than JSON: more, or as much but named more exactly. Who takes anything gets JSON.
    public static boolean prefersHtml(HeaderMap headers) {
        var ranges = new ArrayList<MediaRange>();
        for (String value : headers.values("accept")) for (String range : value.split(",")) ranges.add(range(range));
        MediaRange html = best(ranges, "text/html");
        MediaRange json = best(ranges, "application/json");
        return html.q > json.q || html.q > 0 && html.q == json.q && html.fit("text/html") > json.fit("application/json");
    }

    /// The most exact range decides.
    private static MediaRange best(List<MediaRange> ranges, String type) {
        var best = new MediaRange("", 0);
        for (MediaRange r : ranges) if (r.fit(type) > best.fit(type)) best = r;
        return best;
    }

    private static MediaRange range(String text) {
        String[] parts = text.split(";");
        int q = 1000;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) q = thousandths(parameter.substring(2));
        }
        return new MediaRange(parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), q);
    }

    /// `0`, `0.7`, `1.000`; what is no weight counts as none, so that nothing is wanted by mistake.
    private static int thousandths(String q) {
        boolean weight = q.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?");
        return weight ? (int) Math.round(Double.parseDouble(q) * 1000) : 0;
    }
}
