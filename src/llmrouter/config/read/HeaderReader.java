package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Ids;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.keys.KeyWrapping;
import llmrouter.config.keys.WrappedKey;
import llmrouter.json.Json;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;

/// Reads a provider's headers. Null, false and empty values mean no header; for `User-Agent` they remove the gateway's
/// own.
final class HeaderReader {
    private HeaderReader() {}

    static List<CustomHeader> read(Fields provider) {
        var headers = new ArrayList<CustomHeader>();
        Fields fields = provider.object("headers", ConfigSection.NAMES);
        if (fields == null) return headers;
        for (String key : fields.keys()) {
            JsonPath at = fields.path().member(key);
            String name = Letters.lower(key);
            String problem = nameProblem(name);
            if (problem != null) provider.findings().problem(at, problem, "remove it");
            else add(headers, name, fields.raw(key), at, provider.findings());
        }
        return headers;
    }

    private static void add(List<CustomHeader> headers, String name, Json given, JsonPath at,
        FindingCollector findings) {
        String value = switch (given) {
            case Str s -> s.value();
            case Num n -> n.text();
            case Bool b -> b.value() ? "true" : "";
            case Json.Null _ -> "";
            case Json.Arr _, Json.Obj _ -> null;
        };
        if (value == null) {
            findings.problem(at, "must be a string, not " + given.kind(), "write the header's value in double quotes");
        } else if (valueProblem(value) != null) {
            findings.problem(at, valueProblem(value), "write it on one line of plain characters");
        } else if (!value.isEmpty()) {
            headers.add(new CustomHeader(name, value));
            WrappedKey wrapped = KeyWrapping.inHeader(name, value);
            if (wrapped != null) findings.warning(at, wrapped.what(), wrapped.fixInHeader());
        } else if (name.equals("user-agent")) {
            headers.add(new CustomHeader(name, null));
        }
    }

    /// Why a header of this lower-case name cannot be set, or null. Framing and hop-by-hop headers belong to the
    /// connection (RFC 9110 §7.6.1, RFC 9112 §6).
    static String nameProblem(String name) {
        for (char c : name.toCharArray()) {
            if (!Ids.isAlphanumeric(c) && "!#$%&'*+-.^_`|~".indexOf(c) < 0) return "is not a header name";
        }
        return switch (name) {
            case "" -> "is not a header name";
            case "host", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "connection", "keep-alive",
                "expect",
                 "http2-settings", "proxy-authenticate", "proxy-authorization", "proxy-connection" ->
                "is a header that only the gateway itself may set";
            default -> null;
        };
    }

    /// Why this cannot be a header's value (RFC 9110 §5.5), or null.
    static String valueProblem(String value) {
        for (char c : value.toCharArray()) {
            if (c == '\r' || c == '\n') return "holds a line break, which would start another header";
            boolean sendable = c >= ' ' && c <= 0xFF && c != 0x7F || c == '\t';
            if (!sendable) return "holds a character that cannot be sent in a header";
        }
        return null;
    }
}
