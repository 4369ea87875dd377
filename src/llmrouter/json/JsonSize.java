package llmrouter.json;

import java.util.Map;

/// Tells how much text a tree is, without writing it.
public final class JsonSize {
    /// `\u0000`
    private static final int ESCAPED = 6;

    private JsonSize() {}

    /// Not fewer characters than the value has as compact JSON, and not many more. 0 for an absent value.
    ///
    /// @param value or null
    public static long most(Json value) {
        return switch (value) {
            case null -> 0;
            case Json.Str s -> quoted(s.value());
            case Json.Num n -> n.text().length();
            case Json.Bool _, Json.Null _ -> "false".length();
            case Json.Arr a -> {
                long all = 2;
                for (Json item : a.items()) all += most(item) + 1;
                yield all;
            }
            case Json.Obj o -> {
                long all = 2;
                for (Map.Entry<String, Json> member : o.members().entrySet()) {
                    all += quoted(member.getKey()) + most(member.getValue()) + 2;
                }
                yield all;
            }
        };
    }

    private static long quoted(String text) {
        long more = 2;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) continue;
            more += c == '"' || c == '\\' ? 1 : ESCAPED - 1;
        }
        return length + more;
    }
}
