package llmrouter.text;

import org.teavm.jso.JSBody;

/// The twin of the core's class of this name, on the searches of JavaScript.
public final class Chars {
    private Chars() {}

    @JSBody(params = {"text", "part"}, script = "return text.includes(part);")
    public static native boolean contain(String text, String part);

    @JSBody(params = {"text", "part", "from", "to"}, script = "return text.slice(from, to).includes(part);")
    public static native boolean contain(String text, String part, int from, int to);

    public static boolean contain(String text, char c, int from, int to) {
        return containsCode(text, c, from, to);
    }

    // a slice of a text is no copy, and the search ends with it
    @JSBody(params = {"text", "code", "from", "to"},
        script = "return text.slice(from, to).includes(String.fromCharCode(code));")
    private static native boolean containsCode(String text, int code, int from, int to);

    public static int indexOf(String text, char c, int from) {
        return indexOfCode(text, c, from);
    }

    @JSBody(params = {"text", "code", "from"}, script = "return text.indexOf(String.fromCharCode(code), from);")
    private static native int indexOfCode(String text, int code, int from);

    @JSBody(params = {"text", "from"}, script = "const ends = /[\"\\\\\\x00-\\x1f]/g; ends.lastIndex = from;"
        + "const found = ends.exec(text); return found === null ? Math.max(from, text.length) : found.index;")
    public static native int endOfPlain(String text, int from);

    @JSBody(params = {"text", "from"}, script = "const ends = /[\"\\\\\\x00-\\x1f\\ud800-\\udfff]/g;"
        + "ends.lastIndex = from; const found = ends.exec(text);"
        + "return found === null ? Math.max(from, text.length) : found.index;")
    static native int endOfClean(String text, int from);
}
