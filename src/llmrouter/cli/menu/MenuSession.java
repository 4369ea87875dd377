package llmrouter.cli.menu;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import llmrouter.cli.Cli;
import llmrouter.cli.Command;
import llmrouter.cli.CommandTable;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.cli.Operation;
import llmrouter.cli.Shell;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.host.GatewayInputs;
import llmrouter.service.Instance;
import llmrouter.text.Printable;
import llmrouter.tui.Dialog;

/// What menus and wizards work with: the person, the configuration file, and the operations of the command table.
public final class MenuSession {
    private final Invocation in;
    private final Function<Invocation, Dialog> opener;
    private Dialog dialog;

    /// @param opener opens the dialog, again after a command that had the terminal for itself
    public MenuSession(Invocation in, Function<Invocation, Dialog> opener) {
        this.in = in;
        this.opener = opener;
        this.dialog = opener.apply(in);
    }

    public Dialog dialog() {
        return dialog;
    }

    /// Shows lines, folded.
    public void say(List<String> lines) {
        dialog.say(FoldedLines.of(lines));
    }

    /// Shows lines page by page, folded.
    public void page(List<String> lines) {
        dialog.page(FoldedLines.of(lines));
    }

    public Map<String, String> environment() {
        return in.shell().environment();
    }

    public Path home() {
        return in.shell().home();
    }

    public Path configFile() {
        return ConfigStore.at(in.configFile()).path();
    }

    /// The text of the configuration file; empty if there is none, or none that can be read.
    public String configText() {
        try {
            String text = ConfigStore.at(in.configFile()).read().text();
            return text == null ? "" : text;
        } catch (FileError _) {
            return ""; // why it cannot be read is told by trouble()
        }
    }

    /// What is configured now; nothing if the file has mistakes.
    public Config config() {
        try {
            ConfigOutcome outcome = ConfigStore.at(in.configFile()).read().outcome();
            return outcome instanceof ValidConfig valid ? valid.config() : Config.EMPTY;
        } catch (FileError _) {
            return Config.EMPTY; // as above
        }
    }

    /// Why the configuration cannot be used, a clause; null if it can, or if there is none yet.
    public String trouble() {
        try {
            var file = ConfigStore.at(in.configFile()).read();
            if (file.text() == null || file.outcome() instanceof ValidConfig) return null;
            return "the file has mistakes; 'Check the file' lists them";
        } catch (FileError e) {
            return Printable.of(e.getMessage());
        }
    }

    /// Whether there is a configuration file.
    public boolean hasFile() {
        try {
            return ConfigStore.at(in.configFile()).read().text() != null;
        } catch (FileError _) {
            return true;
        }
    }

    /// Where a gateway would listen that is started without flags.
    public String gatewayUrl() {
        var listen = GatewayInputs.of(in.hostContext(), in.configFile().toString()).settings().listen();
        return Instance.url("http", listen.host(), listen.port());
    }

    /// Whether the command table has an operation, or a command.
    ///
    /// @param name a command, or a command and an operation with a blank between them
    public boolean has(String name) {
        return has(in.table(), name);
    }

    public static boolean has(CommandTable table, String name) {
        int blank = name.indexOf(' ');
        Command command = table.command(blank < 0 ? name : name.substring(0, blank));
        return command != null && (blank < 0 || command.operation(name.substring(blank + 1)) != null);
    }

    /// Whether an operation takes a flag.
    public boolean takes(OperationWords operation, String flag) {
        List<String> words = operation.words();
        Command command = in.table().command(words.getFirst());
        if (command == null || command.flag(flag) == null) return false;
        Operation own = words.size() < 2 ? null : command.operation(words.get(1));
        return own == null || command.isCommon(command.flag(flag)) || own.takes(command.flag(flag));
    }

    /// With the flag for the configuration file, if this session is about another one than usual.
    public OperationWords placed(OperationWords operation) {
        boolean named = in.command().flag(Flag.CONFIG.name()) != null && in.arguments().given(Flag.CONFIG.name());
        if (!named || !takes(operation, Flag.CONFIG.name())) return operation;
        return operation.with(List.of("--config=" + in.arguments().text(Flag.CONFIG.name())));
    }

    /// Runs an operation in this process, without a terminal. A program that is not interactive does the same.
    public OperationResult run(OperationWords operation) {
        return run(operation, _ -> {});
    }

    /// As [#run(OperationWords)].
    ///
    /// @param watcher is told each line that is not data when it comes
    public OperationResult run(OperationWords operation, Consumer<String> watcher) {
        OperationWords placed = placed(operation);
        String secret = placed.secret() == null ? "" : placed.secret() + "\n";
        var out = new ByteArrayOutputStream();
        var err = new WatchedLines(watcher);
        Shell own = in.shell();
        var environment = new HashMap<>(own.environment());
        environment.putAll(placed.variables());
        var shell = new Shell(new ByteArrayInputStream(secret.getBytes(StandardCharsets.UTF_8)), printer(out),
            printer(err), environment, own.home(), false, () -> null, own.stop());
        int code = Cli.run(in.table(), placed.words(), shell);
        return new OperationResult(code, lines(out.toString(StandardCharsets.UTF_8)), err.lines());
    }

    private static PrintStream printer(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    /// Text from outside is shown without control characters.
    private static List<String> lines(String text) {
        return text.lines().map(Printable::of).toList();
    }

    /// Gives the terminal to an operation until it ends, and returns its exit code.
    public int runInForeground(OperationWords operation) {
        dialog.close();
        return Cli.run(in.table(), placed(operation).words(), in.shell());
    }

    /// Takes the terminal back after [#runInForeground].
    public void reopen() {
        dialog = opener.apply(in);
    }

    /// Collects lines, and tells each.
    private static final class WatchedLines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final List<String> lines = new ArrayList<>();
        private final Consumer<String> watcher;

        private WatchedLines(Consumer<String> watcher) {
            this.watcher = watcher;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') end();
            else if (b != '\r') line.write(b);
        }

        private void end() {
            String text = Printable.of(line.toString(StandardCharsets.UTF_8));
            line.reset();
            lines.add(text);
            watcher.accept(text);
        }

        private synchronized List<String> lines() {
            if (line.size() > 0) end();
            return List.copyOf(lines);
        }
    }
}
