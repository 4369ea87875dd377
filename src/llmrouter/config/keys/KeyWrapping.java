package llmrouter.config.keys;

import java.util.List;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.keys.WrappedKey.Meant;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Finds what a text has around a key: quotation marks, an authentication scheme, a header's name, a variable's name.
/// What is inside these is looked at too, so that `"Bearer ${NAME}"` is told as the variable that is meant.
public final class KeyWrapping {
    private static final int MOST_LAYERS = 5;
    private static final List<String> SCHEMES = List.of("bearer", "token", "basic", "apikey", "api-key");
    private static final List<String> HEADERS = List.of("authorization", "x-api-key", "api-key", "x-goog-api-key",
        "x-auth-token", "x-api-token");
    /// Shell words that stand before an assignment.
    private static final List<String> ASSIGNING = List.of("export ", "set ", "setx ", "declare -x ", "$env:");

    private KeyWrapping() {}

    /// A layer around a text.
    ///
    /// @param what  what it is, for [WrappedKey#what]
    /// @param inner what is inside, trimmed
    private record Layer(String what, String inner) {}

    /// What is wrong with a text that should be a key; null if it may be one.
    ///
    /// @param schemeMeant whether `Bearer ` before the key is right, because the gateway adds none
    public static WrappedKey find(String text, boolean schemeMeant) {
        String inner = Ws.trim(text);
        Layer scheme = schemeMeant ? scheme(inner) : null;
        if (scheme != null) inner = scheme.inner();
        String outermost = null;
        for (int i = 0; i < MOST_LAYERS; i++) {
            WrappedKey instead = KeyPlaceholder.find(inner);
            if (instead == null) instead = KeyReference.find(inner);
            if (instead != null) return instead;
            Layer layer = layer(inner);
            if (layer == null) break;
            if (layer.inner().isEmpty()) return WrappedKey.noKey("has no key in it");
            if (outermost == null) outermost = layer.what();
            inner = layer.inner();
        }
        return outermost == null ? null : WrappedKey.alone(outermost);
    }

    /// What is wrong with the value of a header that is sent to a provider; null if nothing is. A header that carries
    /// no key may have any text that does not name a variable.
    ///
    /// @param name in lower case
    public static WrappedKey inHeader(String name, String value) {
        boolean ofKey = !name.equals("user-agent") && KeyNames.isOfKey(name);
        if (ofKey) return find(value, true);
        WrappedKey reference = KeyReference.find(Ws.trim(value));
        boolean variable = reference != null && reference.meant() == Meant.VARIABLE;
        return variable && "$%{".indexOf(value.charAt(0)) >= 0 ? reference : null;
    }

    /// Whether requests to a provider have its key alone in a header of the user's choice, so that a scheme can only be
    /// part of the key.
    public static boolean isSentBare(Provider provider) {
        boolean bare = false;
        for (Format format : provider.formats()) {
            Auth auth = provider.ownAuth(format);
            bare |= auth != null && auth.type() == Auth.Type.HEADER && auth.prefix().isEmpty();
        }
        return bare;
    }

    private static Layer layer(String text) {
        Layer layer = header(text);
        if (layer == null) layer = assignment(text);
        if (layer == null) layer = quotes(text);
        if (layer == null) layer = scheme(text);
        return layer == null ? rest(text) : layer;
    }

    /// `Bearer x`, also `Bearer: x` and the scheme alone.
    static boolean hasScheme(String text) {
        return scheme(text) != null;
    }

    private static Layer scheme(String text) {
        int end = 0;
        while (end < text.length() && !Ws.is(text.charAt(end)) && text.charAt(end) != ':') end++;
        String word = text.substring(0, end);
        boolean only = end == text.length();
        if (!SCHEMES.contains(Letters.lower(word)) || only && !word.equals("Bearer")) return null;
        int from = !only && text.charAt(end) == ':' ? end + 1 : end;
        return new Layer("begins with \"" + word + "\", which the sender of a key adds", Ws.trim(text.substring(from)));
    }

    /// `Authorization: x`, `x-api-key: x`, also as an argument of curl.
    private static Layer header(String text) {
        String line = text.startsWith("-H") ? bare(Ws.trim(text.substring(2))) : text;
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : Ws.trim(line.substring(0, colon));
        if (!HEADERS.contains(Letters.lower(name))) return null;
        return new Layer("is a whole header, not the key alone", Ws.trim(line.substring(colon + 1)));
    }

    /// `NAME=x`, `export NAME=x`, `NAME: x`, `"name": "x"`.
    private static Layer assignment(String text) {
        String line = text;
        for (String word : ASSIGNING) {
            if (line.regionMatches(true, 0, word, 0, word.length())) line = Ws.trim(line.substring(word.length()));
        }
        int at = 0;
        while (at < line.length() && "=:".indexOf(line.charAt(at)) < 0) at++;
        if (at == line.length() || !KeyNames.isOfKey(bare(Ws.trim(line.substring(0, at))))) return null;
        boolean member = line.charAt(at) == ':' && at + 1 < line.length() && !Ws.is(line.charAt(at + 1));
        String value = Ws.trim(line.substring(at + 1));
        // base64 ends in one or two of this character
        if (member || value.isEmpty() || value.equals("=")) return null;
        return new Layer("begins with the name of a variable, not with the key", value);
    }

    private static Layer quotes(String text) {
        if (bare(text).length() == text.length()) return null;
        return new Layer("has quotation marks around the key", Ws.trim(bare(text)));
    }

    /// The text without one quotation mark at each of its ends, whichever is there.
    private static String bare(String text) {
        int from = !text.isEmpty() && KeyNames.isQuote(text.charAt(0)) ? 1 : 0;
        int to = text.length() > from && KeyNames.isQuote(text.charAt(text.length() - 1)) ? text.length() - 1
            : text.length();
        return text.substring(from, to);
    }

    /// What was copied along behind a key: a comma, a line break as programs write it.
    private static Layer rest(String text) {
        for (String end : List.of(",", ";", "\\n", "\\r")) {
            if (text.endsWith(end)) {
                return new Layer("has " + end + " behind the key",
                    Ws.trim(text.substring(0, text.length() - end.length())));
            }
        }
        return null;
    }
}
