package llmrouter.config.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.config.Auth.Type;
import llmrouter.config.Finding;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;

/// Reads how a key is sent to a provider: an object, or the type as a string.
final class AuthReader {
    /// Words that stand before a key with a space between (RFC 9110 §11.4).
    private static final List<String> SCHEMES = List.of("bearer", "token", "basic", "apikey", "key");

    private AuthReader() {}

    /// The authentication in a member, or null if there is none.
    static Auth read(Fields fields, String name) {
        Json value = fields.take(name);
        return value == null ? null : read(value, fields.at(name), fields.findings());
    }

    static Map<Format, Auth> byFormat(Fields provider) {
        var auths = new HashMap<Format, Auth>();
        Fields fields = provider.object("authByFormat", ConfigSection.NAMES);
        if (fields == null) return auths;
        for (String key : fields.keys()) {
            JsonPath at = fields.path().member(key);
            Format format = FormatReader.format(key, at, provider.findings());
            FormatReader.warnOfTwin(format, auths.keySet(), at, provider.findings());
            Json value = fields.raw(key);
            Auth auth = format == null || Json.isNull(value) ? null : read(value, at, provider.findings());
            if (auth != null) auths.put(format, auth);
        }
        return auths;
    }

    private static Auth read(Json value, JsonPath at, FindingCollector findings) {
        if (value instanceof Str s) return of(s.value(), null, "", at, findings);
        Fields fields = Fields.of(value, ConfigSection.AUTH, at, findings);
        if (fields == null) return null;
        String type = fields.text("type");
        String headerName = fields.text("headerName");
        String prefix = fields.take("prefix") instanceof Str s ? s.value() : "";
        fields.warnUnknown();
        return of(type == null && headerName != null ? "header" : type, headerName, prefix, at, findings);
    }

    private static Auth of(String word, String headerName, String prefix, JsonPath at, FindingCollector findings) {
        Type type = word == null ? null : type(Letters.lower(word));
        if (type == null) {
            String what = word == null ? "has no type" : Finding.quoted(word) + " is not a way to authenticate";
            findings.problem(at, what, "write \"type\": \"bearer\", \"x-api-key\", \"header\" or \"none\"");
            return null;
        }
        if (type != Type.HEADER) return new Auth(type, null, "");
        if (headerName == null) {
            findings.problem(at, "does not say which header carries the key", "add \"headerName\"");
            return null;
        }
        String name = Letters.lower(headerName);
        if (HeaderReader.nameProblem(name) != null) {
            findings.problem(at, Finding.quoted(headerName) + " " + HeaderReader.nameProblem(name),
                "use another header");
        }
        if (HeaderReader.valueProblem(prefix) != null) {
            findings.problem(at, "prefix " + HeaderReader.valueProblem(prefix), "write it on one line");
        }
        boolean glued = SCHEMES.contains(Letters.lower(prefix));
        if (glued) {
            findings.warning(at, "has a prefix without a space at its end", "write " + Finding.quoted(prefix + " "));
        }
        return new Auth(type, name, prefix);
    }

    private static Type type(String word) {
        return switch (word) {
            case "bearer" -> Type.BEARER;
            case "x-api-key" -> Type.X_API_KEY;
            case "header" -> Type.HEADER;
            case "none" -> Type.NONE;
            default -> null;
        };
    }
}
