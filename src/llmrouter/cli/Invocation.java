package llmrouter.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Secret;
import llmrouter.files.ConfigStore;
import llmrouter.host.HostContext;
import llmrouter.json.Json;
import llmrouter.json.JsonWriter;
import llmrouter.text.Printable;
import llmrouter.text.Ws;
import llmrouter.tui.Dialog;
import llmrouter.tui.DialogPlace;
import llmrouter.tui.Dialogs;

/// One run of a command: the table that has the command, what was typed, and where it runs.
///
/// @param ending what is done when the command has printed what it has to say and was successful
public record Invocation(CommandTable table, Command command, Arguments arguments, Shell shell,
        List<Runnable> ending) {
    private static final String PASTE_BEGIN = "\u001b[200~";
    private static final String PASTE_END = "\u001b[201~";

    Invocation(CommandTable table, Command command, Arguments arguments, Shell shell) {
        this(table, command, arguments, shell, new ArrayList<>());
    }

    /// Does this when the command has printed what it has to say. It is left out if the command fails.
    public void atEnd(Runnable last) {
        ending.add(last);
    }

    int run() throws Exception {
        String placed = "--" + Flag.CONFIG.name() + "=";
        boolean asks = shell.terminal() && arguments.words().stream().allMatch(word -> word.startsWith(placed));
        int code = command.action(arguments.operation(), asks).run(this);
        ending.forEach(Runnable::run);
        return code;
    }

    /// Prints lines of data, without the characters that a terminal would obey. What is JSON stays JSON.
    public void print(String lines) {
        boolean json = command.flag("json") != null && arguments.isOn("json");
        shell.out().println(json ? Printable.json(lines) : Printable.lines(lines));
    }

    /// Prints data as JSON for programs.
    public void print(Json json) {
        shell.out().println(Printable.json(JsonWriter.pretty(json)));
    }

    /// Prints a line for the user that is not data, without the characters that a terminal would obey.
    public void say(String line) {
        shell.err().println(Printable.lines(line));
    }

    /// The surroundings for what runs a gateway, or reads what one would run with.
    public HostContext hostContext() {
        return new HostContext(shell.environment(), shell.home(), shell.terminal(), shell.stop(), this::say);
    }

    public Path path(String flag) {
        return arguments.path(flag, shell.home());
    }

    /// The configuration file: `--config`, else `LLM_ROUTER_CONFIG`, else `~/.llm-router.json`.
    public Path configFile() {
        String named = command.flag(Flag.CONFIG.name()) == null ? null : arguments.text(Flag.CONFIG.name());
        return ConfigStore.locate(named, shell.environment().get("LLM_ROUTER_CONFIG"), shell.home());
    }

    /// The secret that a secret flag or one of its companions gives; null if none was given. Of a variable or a file
    /// only the name is kept.
    /// @throws CliError two of them were given, no key was typed, or standard input was empty or had several lines
    public Secret secret(String flag) throws IOException {
        String given = secretFlag(flag);
        if (given == null) return null;
        if (given.equals(flag)) return visible(flag);
        if (given.endsWith("-env")) return new Secret.EnvSecret(arguments.text(given));
        if (given.endsWith("-file")) return new Secret.FileSecret(path(given).toString());
        return typed(given);
    }

    /// Which of a secret flag and its companions was given, or null. The user is not asked for anything.
    /// @throws CliError two of them were given
    public String secretFlag(String flag) {
        String given = null;
        for (String way : new String[] {flag, flag + "-env", flag + "-file", flag + "-stdin"}) {
            if (!arguments.given(way)) continue;
            if (way.endsWith("-stdin") && !arguments.isOn(way)) continue;
            if (given != null) throw CliError.usage("give only one of --" + given + " and --" + way);
            given = way;
        }
        return given;
    }

    private Secret visible(String flag) {
        say("note: the value of --" + flag + " can be seen in the process list and in the shell's history; --" + flag
            + "-env, --" + flag + "-file and --" + flag + "-stdin keep it hidden");
        return new Secret.InlineSecret(arguments.text(flag));
    }

    private Secret typed(String flag) throws IOException {
        if (shell.terminal()) {
            if (asked("Key (not shown): ") instanceof Secret secret) return secret;
            throw CliError.usage("--" + flag + " got no key");
        }
        String text = new String(shell.in().readAllBytes(), StandardCharsets.UTF_8);
        String key = Ws.trim(text);
        if (key.isEmpty()) throw CliError.usage("--" + flag + " got an empty standard input");
        if (key.indexOf('\n') >= 0) {
            throw CliError.usage("--" + flag + " expects one line, but standard input has several");
        }
        return new Secret.InlineSecret(key);
    }

    /// A key that the user types at the terminal; it is not shown. Null if the user types none. Only for a terminal.
    public Secret asked(String prompt) {
        shell.err().print(Printable.of(prompt));
        shell.err().flush();
        char[] typed = shell.masked().get();
        String key = typed == null ? "" : Ws.trim(withoutPasteMarks(new String(typed)));
        return key.isEmpty() ? null : new Secret.InlineSecret(key);
    }

    /// A terminal with bracketed paste puts these marks around what is pasted, e.g. when a program before left it on.
    private static String withoutPasteMarks(String typed) {
        return typed.replace(PASTE_BEGIN, "").replace(PASTE_END, "");
    }

    /// Asks the person at the terminal, or what is at the other end of a pipe. The caller closes it.
    public Dialog dialog() {
        return Dialogs.open(dialogPlace());
    }

    /// Where this command asks questions, or shows what changes while it is looked at.
    public DialogPlace dialogPlace() {
        return shell.dialogPlace();
    }

    /// Whether a person can be asked.
    public boolean terminal() {
        return shell.terminal();
    }
}
