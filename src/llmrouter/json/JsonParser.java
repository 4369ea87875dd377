package llmrouter.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;

import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Null;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// Reads exactly RFC 8259: no comments, no trailing commas, no byte-order mark, nothing after the value. Recursion is bounded by
/// [JsonLimits#depth].
final class JsonParser {
    private final String text;
    private final JsonLimits limits;
    private int at;
    private int depth;

    private JsonParser(String text, JsonLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    static Json parse(String text, JsonLimits limits) {
        var parser = new JsonParser(text, limits);
        if (text.length() > limits.length()) throw new JsonError("text is longer than " + limits.length() + " characters", text, limits.length());
        parser.space();
        Json value = parser.value();
        parser.space();
        if (parser.at < text.length()) throw parser.error("unexpected text after the JSON value");
        return value;
    }

    private JsonError error(String message) {
        return new JsonError(message, text, at);
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
            at++;
        }
    }

    private Json value() {
        if (at >= text.length()) throw error("unexpected end of text, expected a value");
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Str(string());
            case 't' -> literal("true", Bool.TRUE);
            case 'f' -> literal("false", Bool.FALSE);
            case 'n' -> literal("null", Null.NULL);
            default -> number();
        };
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) throw error("expected a value");
        at += word.length();
        return value;
    }

    private void enter() {
        if (++depth > limits.depth()) throw error("nested deeper than " + limits.depth() + " levels");
        at++;
        space();
    }

    private Json object() {
        enter();
        var members = new LinkedHashMap<String, Json>();
        if (peek() == '}') {
            at++;
        } else {
            do {
                space();
                if (peek() != '"') throw error("expected a member name in double quotes");
                String key = string();
                space();
                if (peek() != ':') throw error("expected ':' after a member name");
                at++;
                space();
                members.put(key, value());
                space();
            } while (another('}'));
        }
        depth--;
        return new Obj(members);
    }

    private Json array() {
        enter();
        var items = new ArrayList<Json>();
        if (peek() == ']') {
            at++;
        } else {
            do {
                space();
                items.add(value());
                space();
            } while (another(']'));
        }
        depth--;
        return new Arr(items);
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean another(char close) {
        char c = peek();
        if (c != ',' && c != close) throw error(at < text.length() ? "expected ',' or '" + close + "'" : "unexpected end of text");
        at++;
        return c == ',';
    }

    private String string() {
        int from = ++at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') return text.substring(from, at++);
            if (c == '\\') return unescape(from);
            if (c < 0x20) throw error("control character in a string must be escaped");
            at++;
        }
        throw error("unexpected end of text inside a string");
    }

    private String unescape(int from) {
        var out = new StringBuilder(at - from + 64);
        out.append(text, from, at);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < 0x20) throw error("control character in a string must be escaped");
            if (c == '\\') c = escape();
            out.append(c);
            at++;
        }
        throw error("unexpected end of text inside a string");
    }

    private char escape() {
        at++;
        return switch (peek()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw error("unknown escape in a string");
        };
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            at++;
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') throw error("expected four hexadecimal digits after \\u");
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Json number() {
        int from = at;
        if (peek() == '-') at++;
        if (peek() == '0') at++;
        else if (digits() == 0) throw error(at > from ? "expected a digit" : "expected a value");
        if (peek() == '.') {
            at++;
            if (digits() == 0) throw error("expected a digit after '.'");
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') at++;
            if (digits() == 0) throw error("expected a digit in the exponent");
        }
        return new Num(text.substring(from, at));
    }

    private int digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') at++;
        return at - from;
    }
}
