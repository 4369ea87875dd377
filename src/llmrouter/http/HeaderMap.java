package llmrouter.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import llmrouter.text.Letters;

/// Header fields in the order of the message; names compare without regard to case (RFC 9110 §5.1). Immutable.
public final class HeaderMap {
    public static final HeaderMap EMPTY = new HeaderMap(List.of());

    /// @param name in lower case
    public record Header(String name, String value) {}

    private final List<Header> all;

    private HeaderMap(List<Header> all) {
        this.all = all;
    }

    public static HeaderMap of(List<Header> fields) {
        var lower = new ArrayList<Header>(fields.size());
        for (Header h : fields) {
            String name = lower(h.name());
            lower.add(name.equals(h.name()) ? h : new Header(name, h.value()));
        }
        return new HeaderMap(Collections.unmodifiableList(lower));
    }

    /// A field name in lower case.
    public static String lower(String name) {
        return Letters.lower(name);
    }

    public List<Header> all() {
        return all;
    }

    /// The first value of the field, or null.
    public String get(String name) {
        for (Header h : all) {
            if (h.name().equals(name)) return h.value();
        }
        return null;
    }

    /// All values of the field, in order.
    public List<String> values(String name) {
        var values = new ArrayList<String>();
        for (Header h : all) {
            if (h.name().equals(name)) values.add(h.value());
        }
        return values;
    }
}
