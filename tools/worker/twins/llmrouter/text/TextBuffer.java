package llmrouter.text;

import org.teavm.jso.JSBody;
import org.teavm.jso.core.JSString;

/// The twin of the core's class of this name: a string of JavaScript, to which appending is cheap.
final class TextBuffer {
    private JSString chars = JSString.valueOf("");

    TextBuffer(int expected) {}

    void add(String s) {
        chars = joined(chars, s);
    }

    @JSBody(params = {"chars", "s"}, script = "return chars + s;")
    private static native JSString joined(JSString chars, String s);

    void add(char c) {
        chars = joined(chars, c);
    }

    @JSBody(params = {"chars", "code"}, script = "return chars + String.fromCharCode(code);")
    private static native JSString joined(JSString chars, int code);

    void add(String s, int from, int to) {
        chars = joined(chars, s, from, to);
    }

    @JSBody(params = {"chars", "s", "from", "to"}, script = "return chars + s.substring(from, to);")
    private static native JSString joined(JSString chars, String s, int from, int to);

    int length() {
        return chars.getLength();
    }

    void clear() {
        chars = JSString.valueOf("");
    }

    @Override
    public String toString() {
        return chars.stringValue();
    }
}
