package llmrouter.cli;

import java.io.IOException;
import java.util.Locale;

/// Asks before something is done that cannot be meant lightly. Without a terminal, or with `--yes`, nothing is asked.
public final class Confirmation {
    private Confirmation() {}

    /// @param usual what just pressing Enter means; the end of the input always means no
    /// @throws CliError the person said no
    public static void ask(Invocation in, String question, boolean usual) throws IOException {
        if (!in.shell().terminal() || in.arguments().isOn("yes")) return;
        while (true) {
            in.say(question + (usual ? " [Y/n]" : " [y/N]"));
            String answer = line(in);
            if (answer == null) throw declined();
            Boolean said = answer.isBlank() ? Boolean.valueOf(usual) : FlagKind.truth(answer.strip().toLowerCase(Locale.ROOT));
            if (said == Boolean.TRUE) return;
            if (said == Boolean.FALSE) throw declined();
            in.say("please answer yes or no");
        }
    }

    private static CliError declined() {
        return CliError.failed("nothing was changed, as you did not agree");
    }

    /// One line of standard input, and nothing behind it; null at its end.
    private static String line(Invocation in) throws IOException {
        var line = new StringBuilder();
        int c = in.shell().in().read();
        if (c < 0) return null;
        for (; c >= 0 && c != '\n'; c = in.shell().in().read()) line.append((char) c);
        return line.toString();
    }
}
