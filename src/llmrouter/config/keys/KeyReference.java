package llmrouter.config.keys;

import java.util.List;

import llmrouter.config.keys.WrappedKey.Meant;
import llmrouter.text.Ws;

/// Finds texts that say where a key is, in the notations of shells and of other programs. The gateway would send such a
/// text as it is.
final class KeyReference {
    private static final WrappedKey FILE =
        new WrappedKey("says in which file the key is, and is sent as it is", Meant.FILE, null);
    private static final WrappedKey COMMAND =
        new WrappedKey("says how a secret is fetched, and is sent as it is", Meant.COMMAND, null);

    /// What stands before a variable's name, in programs and in other gateways' files.
    private static final List<String> LOOKUPS = List.of("os.environ/", "os.environ.get(", "os.environ[", "os.getenv(",
        "system.getenv(", "getenv(", "process.env.", "process.env[", "import.meta.env.", "deno.env.get(", "secrets.",
        "vars.", "@env:", "$env:", "env:", "env.", "env/", "env[", "env(", "!env ", "env ");
    private static final List<String> BRACES = List.of("${{", "}}", "{{", "}}", "${", "}", "#{", "}", "{", "}", "$(",
        ")", "%", "%", "<%=", "%>");
    private static final List<String> FILES = List.of("file:", "@/", "@~/", "@./", "~/", "./", "/run/", "/etc/",
        "/home/", "/var/", "/root/", "/opt/", "/mnt/", "/secrets/", "/Users/", "/tmp/", "C:\\", "cat ");
    private static final List<String> COMMANDS = List.of("op://", "vault:", "vault://", "keyring:", "keychain:",
        "secret://", "awssm://", "aws-sm:", "gcpsm://", "pass show ", "op read ", "security find-", "bw://", "doppler ",
        "vault kv ", "aws secretsmanager ", "gcloud secrets ");

    private KeyReference() {}

    static WrappedKey find(String text) {
        String inside = inBraces(text);
        String told = inside == null ? text : inside;
        if (begins(FILES, told)) return FILE;
        if (begins(COMMANDS, told) || text.startsWith("$(") || isQuotedCommand(text)) return COMMAND;
        String name = looked(told);
        if (name != null) return variable(name);
        boolean sigil = text.length() > 1 && text.charAt(0) == '$' && KeyNames.isOfKey(text.substring(1));
        if (sigil) return variable(text.substring(1));
        boolean braced = inside != null && text.charAt(0) != '{' || text.startsWith("{{");
        if (braced && KeyNames.isVariable(withoutDefault(told))) return variable(withoutDefault(told));
        return text.indexOf('_') > 0 && KeyNames.safe(text) != null && KeyNames.hasWord(text) ? variable(text) : null;
    }

    private static WrappedKey variable(String name) {
        return new WrappedKey("names a variable, which is not looked up here, and is sent as it is", Meant.VARIABLE,
            KeyNames.safe(name));
    }

    /// What stands between braces of any kind that enclose the whole text; null if none do.
    private static String inBraces(String text) {
        for (int i = 0; i < BRACES.size(); i += 2) {
            String open = BRACES.get(i);
            String close = BRACES.get(i + 1);
            boolean enclosed = text.length() > open.length() + close.length() && text.startsWith(open)
                && text.endsWith(close);
            if (enclosed) return Ws.trim(text.substring(open.length(), text.length() - close.length()));
        }
        return null;
    }

    /// The name in `env:NAME`, `os.environ["NAME"]` and the like; null if the text is no such notation.
    private static String looked(String text) {
        for (String lookup : LOOKUPS) {
            if (!text.regionMatches(true, 0, lookup, 0, lookup.length())) continue;
            int from = lookup.length();
            while (from < text.length() && (KeyNames.isQuote(text.charAt(from)) || Ws.is(text.charAt(from)))) from++;
            int to = from;
            while (to < text.length() && KeyNames.isVariable(text.substring(from, to + 1))) to++;
            boolean ends = to == text.length() || "\"')],:; |".indexOf(text.charAt(to)) >= 0;
            if (to > from && ends) return text.substring(from, to);
        }
        return null;
    }

    /// `NAME` of `NAME:-other`, as shells write what stands in for a variable that is not set.
    private static String withoutDefault(String text) {
        int to = 0;
        while (to < text.length() && ":-?".indexOf(text.charAt(to)) < 0) to++;
        return text.substring(0, to);
    }

    /// A command between backticks, as shells run it.
    private static boolean isQuotedCommand(String text) {
        return text.length() > 2 && text.charAt(0) == '`' && text.endsWith("`") && text.indexOf(' ') > 0
            && !KeyWrapping.hasScheme(text.substring(1));
    }

    private static boolean begins(List<String> beginnings, String text) {
        for (String beginning : beginnings) {
            if (text.startsWith(beginning) && text.length() > beginning.length()) return true;
        }
        return false;
    }
}
