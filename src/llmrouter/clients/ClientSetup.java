package llmrouter.clients;

import java.util.ArrayList;
import java.util.List;

/// What to set in one client for one gateway.
///
/// @param name        of the client, as its users know it
/// @param file        the configuration file that gets `lines`, with `~` for the home folder; null if the client is
///                    set by variables alone
/// @param lines       what the file must say
/// @param environment the variables to set, as `NAME=value`
/// @param command     the command line to run with these variables; null if the user starts the client as usual
/// @param inCode      what a program must say that uses the client; null if nothing
public record ClientSetup(String name, String file, List<String> lines, List<String> environment, String command,
        String inCode) {
    /// Characters that mean themselves in a shell, beside letters and digits.
    private static final String PLAIN = "._:/@%+,=-";

    static ClientSetup byFile(String name, String file, List<String> lines, List<String> environment) {
        return new ClientSetup(name, file, lines, environment, null, null);
    }

    static ClientSetup byCommand(String name, List<String> environment, String command) {
        return new ClientSetup(name, null, List.of(), environment, command, null);
    }

    static ClientSetup inProgram(String name, List<String> environment, String inCode) {
        return new ClientSetup(name, null, List.of(), environment, null, inCode);
    }

    /// Text for a terminal: a heading, and indented lines to paste.
    public List<String> text() {
        if (file == null) return List.of(name + ":", "  " + shellLine());
        var text = new ArrayList<>(List.of(heading() + ":"));
        for (String line : lines) text.add(line.isEmpty() ? "" : "  " + line);
        return text;
    }

    /// The client, its file and the variables beside the file, e.g. `Codex, in ~/.codex/config.toml`.
    public String heading() {
        var heading = new StringBuilder(name).append(", in ").append(file);
        if (!environment.isEmpty()) heading.append(", with ").append(variables());
        return heading.toString();
    }

    /// The variables and the command as one line for a shell, and after a comma what a program must say.
    public String shellLine() {
        String line = command == null ? variables()
            : environment.isEmpty() ? command : variables() + " " + command;
        return inCode == null ? line : line + ", " + inCode;
    }

    private String variables() {
        return String.join(" ", environment.stream().map(ClientSetup::assignment).toList());
    }

    /// `NAME=value`, the value in single quotes if a shell would read it otherwise.
    private static String assignment(String variable) {
        boolean plain = variable.chars()
            .allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        if (plain) return variable;
        int value = variable.indexOf('=') + 1;
        return variable.substring(0, value) + "'" + variable.substring(value).replace("'", "'\\''") + "'";
    }
}
