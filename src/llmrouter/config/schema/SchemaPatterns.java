package llmrouter.config.schema;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.text.Text;

/// Regular expressions of the schema, in the dialect of ECMA 262 that JSON Schema asks for. The core never runs them.
/// White space around a value is left out by the reader, so they allow it.
final class SchemaPatterns {
    /// Text that is not blank.
    static final String FILLED = "\\S";
    /// Only white space, which means that the key is not given.
    private static final String BLANK = "^\\s*$";
    /// Printable ASCII but `?`, `#` and the backslash: a part of an address.
    private static final String IN_ADDRESS = "[!-\"$->@-\\[\\]-~]";
    /// The same without `/` and `@`: a host and a port.
    private static final String IN_HOST = "[!-\"$-.0->A-\\[\\]-~]";
    static final String BASE_URL = blankOr("[Hh][Tt][Tt][Pp][Ss]?://" + IN_HOST + "+(/" + IN_ADDRESS
        + "*)?(\\?api-version=[A-Za-z0-9.-]+)?");
    /// A proxy with its scheme, or a host; or one of the words for none.
    static final String PROXY = blankOr("([Nn][Oo][Nn][Ee]|[Dd][Ii][Rr][Ee][Cc][Tt]|"
        + "(([Hh][Tt][Tt][Pp][Ss]?|[Ss][Oo][Cc][Kk][Ss](5[Hh]?)?)://)?([^/@]*@)?" + IN_HOST + "+/?)");
    static final String PROVIDER_ID = blankOr("[a-z][a-z0-9-]*");
    static final String ALIAS_ID = "^[A-Za-z0-9][A-Za-z0-9._:-]*$";
    static final String DIGEST = whole("[0-9A-Fa-f]{64}");
    static final String VARIABLE = blankOr("[A-Za-z_][A-Za-z0-9_]*");
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    static final String HEADER_NAME = "^" + TOKEN + "$";
    static final String TRIMMED_NAME = blankOr(TOKEN);
    static final String HEADER_VALUE = "^[\\t -~\\u0080-\\u00FF]*$";
    /// A header's value that is not blank.
    static final String FILLED_VALUE = "^\\s*(?=.*\\S)[\\t -~\\u0080-\\u00FF]*\\s*$";
    /// A key: it can stand in a header.
    static final String KEY = "^\\s*[ -~]*\\s*$";
    /// A number of at least one as text, and one that may be zero.
    static final String COUNT = "^(?=.*[1-9])\\s*[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?\\s*$";
    static final String NUMBER = "^\\s*[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?\\s*$";
    static final String YES = whole(anyCase(List.of("1", "true", "yes", "y", "on")));
    static final String NO = whole(anyCase(List.of("0", "false", "no", "n", "off")));
    static final String YES_OR_NO = "(" + YES + ")|(" + NO + ")";
    /// A schema version that is newer than this program's, as text.
    static final String NEWER = whole("0*(([3-9]|[1-9][0-9]+)(\\.[0-9]+)?|"
        + "[1-9][0-9]*(\\.[0-9]+)?[eE][+]?0*[1-9][0-9]?)");

    private SchemaPatterns() {}

    static String format() {
        return whole(anyCase(Format.allNames()));
    }

    static String strategy() {
        var words = new ArrayList<String>();
        for (Strategy strategy : Strategy.values()) words.addAll(strategy.words());
        return blankOr(anyCase(words));
    }

    static String unit() {
        return blankOr(anyCase(units()));
    }

    /// A window in one text: a unit and a size in either order.
    static String window() {
        String unit = anyCase(units());
        String size = "0*[1-9][0-9]{0,6}";
        return whole("(" + size + "\\s*" + unit + "|" + unit + "(\\s*[:/-]\\s*|\\s+[xX]\\s*|\\s*)" + size + ")");
    }

    private static List<String> units() {
        var words = new ArrayList<String>();
        for (Unit unit : Unit.values()) words.addAll(unit.words());
        return words;
    }

    static String auth(boolean asText) {
        List<String> words = asText ? List.of("bearer", "x-api-key", "none")
            : List.of("bearer", "x-api-key", "header", "none");
        return asText ? "^" + anyCase(words) + "$" : blankOr(anyCase(words));
    }

    /// Any of the words, in any case: ECMA 262 has no switch for that within an expression.
    private static String anyCase(List<String> words) {
        var out = new Text().add("(");
        for (String word : words) {
            if (!word.equals(words.getFirst())) out.add('|');
            for (char c : word.toCharArray()) {
                boolean letter = c >= 'a' && c <= 'z';
                if (letter) out.add('[').add((char) (c - 32)).add(c).add(']');
                else out.add(c);
            }
        }
        return out.add(')').take();
    }

    private static String whole(String expression) {
        return "^\\s*" + expression + "\\s*$";
    }

    private static String blankOr(String expression) {
        return BLANK + "|" + whole(expression);
    }

    /// `{"type":"string","pattern":…}`
    static Obj text(String pattern) {
        return Json.object().put("type", "string").put("pattern", pattern);
    }
}
