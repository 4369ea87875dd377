package llmrouter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Reads `Content-Encoding` (RFC 9110 §8.4).
public final class CodingNames {
    /// Words that servers and clients send for a body as it is. None of them but the first is a coding.
    private static final Set<String> PLAIN = Set.of("identity", "", "none", "null", "utf-8", "utf8", "binary", "7bit",
        "8bit", "chunked");

    private CodingNames() {}

    /// The codings in the order in which they were applied, in lower case, without those that change nothing.
    ///
    /// @param fields the values of all fields of that name; each may be a list
    public static List<String> of(List<String> fields) {
        if (fields.isEmpty()) return List.of();
        var names = new ArrayList<String>();
        for (String field : fields) {
            for (String part : FieldText.elements(field, ',')) {
                String name = Letters.lower(Ws.trim(part));
                if (!PLAIN.contains(name)) names.add(name);
            }
        }
        return List.copyOf(names);
    }
}
