package llmrouter.http;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Letters;

/// What kind of answer a client wants (RFC 9110 §12.5.1).
public final class AcceptField {
    private AcceptField() {}

    /// One element of the field.
    ///
    /// @param name in lower case
    /// @param q    the weight in thousandths, 0 to 1000
    private record MediaRange(String name, int q) {
        /// How exactly the range names a type: 0 not at all, 3 exactly.
        int fit(String type) {
            if (name.equals(type)) return 3;
            if (name.equals("*/*")) return 1;
            return name.endsWith("/*") && type.startsWith(name.substring(0, name.length() - 1)) ? 2 : 0;
        }
    }

    /// Whether the client wants HTML rather than JSON: with a greater weight, or with the same weight and named more
    /// exactly. A client that accepts anything gets JSON.
    public static boolean prefersHtml(HeaderMap headers) {
        var ranges = new ArrayList<MediaRange>();
        for (String value : headers.values("accept")) {
            for (String element : FieldText.elements(value, ',')) ranges.add(range(element));
        }
        MediaRange html = best(ranges, "text/html");
        MediaRange json = best(ranges, "application/json");
        boolean moreExact = html.fit("text/html") > json.fit("application/json");
        return html.q > json.q || html.q > 0 && html.q == json.q && moreExact;
    }

    /// The most exact range decides.
    private static MediaRange best(List<MediaRange> ranges, String type) {
        var best = new MediaRange("", 0);
        for (MediaRange r : ranges) {
            if (r.fit(type) > best.fit(type)) best = r;
        }
        return best;
    }

    private static MediaRange range(String element) {
        List<String> parts = FieldText.elements(Letters.lower(element), ';');
        int q = 1000;
        for (String parameter : parts.subList(1, parts.size())) {
            if (parameter.startsWith("q=")) q = thousandths(parameter.substring(2));
        }
        return new MediaRange(parts.getFirst(), q);
    }

    /// `0`, `0.7`, `1.000` (RFC 9110 §12.4.2). An invalid weight counts as 0, so that a typing error never chooses
    /// HTML.
    private static int thousandths(String q) {
        if (q.isEmpty() || q.length() > 5 || q.length() > 1 && q.charAt(1) != '.') return 0;
        int weight = 0;
        for (int i : new int[] {0, 2, 3, 4}) {
            int digit = i < q.length() ? q.charAt(i) - '0' : 0;
            if (digit < 0 || digit > 9) return 0;
            weight = weight * 10 + digit;
        }
        return weight <= 1000 ? weight : 0;
    }
}
