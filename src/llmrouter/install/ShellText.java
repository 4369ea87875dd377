package llmrouter.install;

/// Words as a POSIX shell reads them.
public final class ShellText {
    private ShellText() {}

    /// The word between single quotes, whatever it holds.
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /// The word as people would type it: with quotes only if the shell would read it differently.
    public static String word(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(c -> Character.isLetterOrDigit(c)
            || "_-./=:,@%+".indexOf(c) >= 0);
        return plain ? word : quoted(word);
    }
}
