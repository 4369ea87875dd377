package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.cli.FlagKind.BooleanFlag;
import llmrouter.cli.FlagKind.ChoiceFlag;
import llmrouter.cli.FlagKind.FormatFlag;
import llmrouter.cli.FlagKind.IntegerFlag;
import llmrouter.cli.FlagKind.ListFlag;
import llmrouter.cli.FlagKind.PathFlag;
import llmrouter.cli.FlagKind.SecretFlag;
import llmrouter.cli.FlagKind.TextFlag;
import llmrouter.config.Format;

/// A row of a command's flag table.
///
/// @param name    in kebab case; the camelCase twin is understood as well
/// @param aliases other names, not shown in the help
/// @param value   the placeholder for the value in the help, e.g. `FILE`; empty for a boolean
/// @param help    one or two sentences
/// @param preset  what applies when the flag is not given, in words for the help; or null
public record Flag(String name, List<String> aliases, FlagKind kind, String value, String help, String preset) {
    public static final Flag HELP = bool("help", "Show this help.");
    public static final Flag CONFIG = path("config", "FILE", "The configuration file.")
        .orElse("$LLM_ROUTER_CONFIG, else ~/.llm-router.json").alias("config-path");
    public static final Flag JSON = bool("json", "Print JSON for programs instead of text for people.");
    public static final Flag TLS_KEYSTORE = path("tls-keystore", "FILE", "Use TLS with the key in this PKCS #12 file.")
        .orElse("$LLM_ROUTER_TLS_KEYSTORE, else plain HTTP");
    public static final Flag TLS_PASSWORD = path("tls-password-file", "FILE", "A file with the keystore's password.")
        .orElse("$LLM_ROUTER_TLS_PASSWORD_FILE, else $LLM_ROUTER_TLS_PASSWORD");
    public static final Flag YES = bool("yes", "Answer every confirmation with yes.");

    private static Flag of(String name, FlagKind kind, String value, String help) {
        return new Flag(name, List.of(), kind, value, help, null);
    }

    public static Flag text(String name, String value, String help) {
        return of(name, new TextFlag(false), value, help);
    }

    /// Text whose empty value has a meaning, usually "clear the list".
    public static Flag emptyableText(String name, String value, String help) {
        return of(name, new TextFlag(true), value, help);
    }

    /// Text that may be given several times.
    public static Flag list(String name, String value, String help) {
        return of(name, new ListFlag(), value, help);
    }

    public static Flag integer(String name, String value, long min, long max, String help) {
        return of(name, new IntegerFlag(min, max), value, help);
    }

    public static Flag bool(String name, String help) {
        return of(name, new BooleanFlag(), "", help);
    }

    public static Flag choice(String name, String help, List<String> words) {
        return of(name, new ChoiceFlag(words), String.join("|", words), help);
    }

    /// A wire format; every name of a format is understood.
    public static Flag format(String name, String help) {
        return of(name, new FormatFlag(), String.join("|", Format.words()), help);
    }

    public static Flag path(String name, String value, String help) {
        return of(name, new PathFlag(), value, help);
    }

    public static Flag secret(String name, String help) {
        return secret(name, "KEY", help);
    }

    /// @param value what it is, in capital letters
    public static Flag secret(String name, String value, String help) {
        return of(name, new SecretFlag(), value, help);
    }

    /// A copy with what applies when the flag is not given, for the help.
    public Flag orElse(String words) {
        return new Flag(name, aliases, kind, value, help, words);
    }

    /// A copy with one more name.
    public Flag alias(String other) {
        var all = new ArrayList<>(aliases);
        all.add(other);
        return new Flag(name, List.copyOf(all), kind, value, help, preset);
    }

    public boolean takesValue() {
        return !(kind instanceof BooleanFlag);
    }

    /// Whether only `--no-NAME` changes anything.
    public boolean isOnByDefault() {
        return !takesValue() && preset != null && preset.startsWith("true");
    }

    /// Every way to write the flag, with its dashes: its name, its aliases, the camelCase twin of each, its letter.
    public List<String> spellings() {
        var all = new ArrayList<String>();
        all.add("--" + name);
        for (String other : aliases) all.add("--" + other);
        for (String spelling : List.copyOf(all)) {
            String twin = "--" + camel(spelling.substring(2));
            if (!twin.equals(spelling)) all.add(twin);
        }
        String letter = ArgumentParser.letterOf(name);
        if (letter != null) all.add(letter);
        return all;
    }

    /// `provider-id` as `providerId`.
    private static String camel(String name) {
        var out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean upper = name.charAt(i) == '-' && i + 1 < name.length();
            out.append(upper ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return out.toString();
    }

    boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /// This flag and, for a secret, the companions that keep it off the command line.
    List<Flag> withCompanions() {
        if (!(kind instanceof SecretFlag)) return List.of(this);
        String what = value.toLowerCase(Locale.ROOT);
        return List.of(this,
            text(name + "-env", "VARIABLE", "The environment variable that holds the " + what + "."),
            path(name + "-file", "FILE", "The file that holds the " + what + "."),
            bool(name + "-stdin", "Read the " + what
                + " from standard input, one line; at a terminal it is not shown."));
    }

    /// Whether this is one of a secret's companions.
    boolean isCompanionOf(String secret) {
        return name.equals(secret + "-env") || name.equals(secret + "-file") || name.equals(secret + "-stdin");
    }
}
