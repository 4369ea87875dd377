package llmrouter.admission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.text.Letters;
import llmrouter.text.NearestName;

/// Finds the address that a request for an unknown one probably means: most come from a base URL with too much or too
/// little in it.
final class NearEndpoint {
    /// What the path of an endpoint has behind `/v1/` → how the endpoint is asked.
    private static final Map<String, String> KNOWN = known();

    private static final String OF_AN_ANSWER = Endpoint.RESPONSES.path() + "/";
    private static final String STORED = " A stored answer cannot be fetched, listed, cancelled or deleted here. What "
        + "the gateway remembers of its answers serves requests that refer to them by previous_response_id or "
        + "item_reference.";

    private NearEndpoint() {}

    private static Map<String, String> known() {
        var known = new LinkedHashMap<String, String>();
        for (Endpoint endpoint : Endpoint.values()) {
            if (endpoint.format() != null) known.put(endpoint.path(), "POST /v1/" + endpoint.path());
        }
        known.put("models", "GET /v1/models");
        for (String name : new String[] {"health", "ready", "status", "metrics"}) known.put(name, "GET /" + name);
        return known;
    }

    /// ` Did you mean POST /v1/messages?`, or nothing if no endpoint is near.
    static String hint(String path) {
        String name = name(path);
        if (name.startsWith(OF_AN_ANSWER)) return STORED;
        String found = KNOWN.get(name);
        if (found == null) {
            List<String> near = NearestName.of(name, KNOWN.keySet(), 1);
            boolean like = !near.isEmpty() && Math.abs(near.getFirst().length() - name.length()) <= 2;
            found = like ? KNOWN.get(near.getFirst()) : null;
        }
        return found == null ? "" : " Did you mean " + found + "?";
    }

    /// The path in lower case without versions, vendors, empty segments and repetitions.
    private static String name(String path) {
        List<String> segments = segments(Letters.lower(path));
        int half = segments.size() / 2;
        List<String> first = segments.subList(0, half);
        boolean twice = segments.size() == 2 * half && first.equals(segments.subList(half, 2 * half));
        return String.join("/", twice ? first : segments);
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        int from = 0;
        while (from <= path.length()) {
            int to = path.indexOf('/', from);
            if (to < 0) to = path.length();
            String segment = path.substring(from, to);
            if (!segment.isEmpty() && !isPrefix(segment)) segments.add(segment);
            from = to + 1;
        }
        return segments;
    }

    private static boolean isPrefix(String segment) {
        if (segment.equals("api") || segment.charAt(0) == 'v' && segment.length() == 2) return true;
        for (Format format : Format.values()) {
            if (segment.equals(format.vendor())) return true;
        }
        return false;
    }
}
