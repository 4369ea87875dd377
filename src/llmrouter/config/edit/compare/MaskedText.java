package llmrouter.config.edit.compare;

import java.util.ArrayDeque;
import java.util.List;

import llmrouter.config.SecretMask;
import llmrouter.config.network.ProxyAddress;
import llmrouter.text.Letters;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// The text of a configuration with its keys and the values of its headers masked. All other text, the line ends
/// included, stays as it is. It works on text that is not JSON too, so that a broken file can be shown.
public final class MaskedText {
    private static final String HIDDEN = "********";
    private static final List<String> SECRET = List.of("apikey", "masterkey", "keysha256", "credential", "headers",
        "token", "secret", "password", "authorization");

    private final String text;
    private final Text out;
    /// For each open object or array: whether everything in it is secret.
    private final ArrayDeque<Boolean> levels = new ArrayDeque<>();
    private String member = "";

    private MaskedText(String text) {
        this.text = text;
        this.out = new Text(text.length());
    }

    /// @param text of a configuration, perhaps a broken one
    public static String of(String text) {
        return new MaskedText(text).masked();
    }

    private String masked() {
        levels.push(false);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '"' ? stringEnd(at) : c == '/' ? commentEnd(at) : at + 1;
            if (c == '"') string(at, end);
            else out.add(text.substring(at, end));
            if (c == '{' || c == '[') levels.push(isSecret());
            if ((c == '}' || c == ']') && levels.size() > 1) levels.pop();
            if (c == ',' || c == '}' || c == ']') member = "";
            at = end;
        }
        return out.take();
    }

    private void string(int at, int end) {
        if (isName(end)) {
            member = text.substring(at + 1, Math.max(at + 1, end - 1));
            out.add(text.substring(at, end));
        } else if (isSecret() && end - at > 2) {
            String value = text.substring(at + 1, end - 1);
            boolean key = !levels.peek() && plain(member).endsWith("key");
            out.add('"').add(key ? SecretMask.key(value) : HIDDEN).add('"');
        } else if (plain(member).equals("proxy")) {
            out.add(ProxyAddress.withoutLogin(text.substring(at, end)));
        } else {
            out.add(text.substring(at, end));
        }
    }

    private boolean isSecret() {
        if (levels.peek()) return true;
        String name = plain(member);
        if (name.endsWith("env") || name.endsWith("file") || name.equals("masterkeys")) return false;
        for (String word : SECRET) {
            if (name.contains(word)) return true;
        }
        return false;
    }

    private static String plain(String name) {
        return Letters.lower(name).replace("-", "").replace("_", "");
    }

    private boolean isName(int end) {
        int at = end;
        while (at < text.length() && Ws.is(text.charAt(at))) at++;
        return at < text.length() && text.charAt(at) == ':';
    }

    /// Behind the closing quote; a string without one ends with its line.
    private int stringEnd(int at) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') i++;
            else if (c == '"') return i + 1;
            else if (c == '\n') return i;
        }
        return text.length();
    }

    private int commentEnd(int at) {
        if (text.startsWith("//", at)) {
            int line = text.indexOf('\n', at);
            return line < 0 ? text.length() : line;
        }
        if (!text.startsWith("/*", at)) return at + 1;
        int end = text.indexOf("*/", at + 2);
        return end < 0 ? text.length() : end + 2;
    }
}
