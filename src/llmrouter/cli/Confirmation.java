package llmrouter.cli;

import java.io.IOException;

import llmrouter.config.YesNo;

/// Asks the user before something is done that is hard to undo. Without a terminal, or with `--yes`, nothing is asked.
public final class Confirmation {
    private Confirmation() {}

    /// @param usual what Enter alone means; the end of the input always means no
    /// @throws CliError the user answered no
    public static void ask(Invocation in, String question, boolean usual) throws IOException {
        if (!in.shell().terminal() || in.arguments().isOn("yes")) return;
        while (true) {
            in.say(question + (usual ? " [Y/n]" : " [y/N]"));
            String line = line(in);
            if (line == null) throw declined();
            Boolean answer = line.isBlank() ? Boolean.valueOf(usual) : YesNo.bool(line);
            if (answer == Boolean.TRUE) return;
            if (answer == Boolean.FALSE) throw declined();
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
