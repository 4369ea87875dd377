package llmrouter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.YesNo;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.host.HostError;
import llmrouter.text.Printable;

/// From words to an exit code.
public final class Cli {
    private static final String MENU = "menu";
    private static final List<String> VERSION = List.of("-v", "-V", "--version");

    /// A word that older scripts have in front of the command.
    private static final String MODULE = "router";

    private Cli() {}

    /// As [#run], after a look at the surroundings of this process.
    public static int runInProcess(List<String> words, Shell shell) {
        String refusal = Places.refusal(words, shell.environment());
        if (refusal != null) return failed(refusal, ExitCode.WRONG_INPUT, words, shell);
        for (String warning : Places.warnings(words)) shell.err().println(Printable.lines("warning: " + warning));
        return run(words, shell);
    }

    /// Runs the command that the words name and returns its [ExitCode].
    public static int run(List<String> words, Shell shell) {
        return run(CommandTable.standard(), words, shell);
    }

    /// As [#run(List, Shell)], with the commands of a table.
    public static int run(CommandTable table, List<String> words, Shell shell) {
        try {
            return dispatch(table, words, shell);
        } catch (CliError error) {
            return failed(error.getMessage(), error.exitCode(), words, shell);
        } catch (HostError error) {
            return failed(error.getMessage(), error.isUsage() ? ExitCode.WRONG_INPUT : ExitCode.FAILED, words, shell);
        } catch (Exception | Error failure) {
            String code = failure instanceof IOException ? JsonErrors.FAILED : JsonErrors.UNEXPECTED;
            print(describe(failure), code, ExitCode.FAILED, words, shell);
            boolean debug = YesNo.bool(shell.environment().getOrDefault("LLM_ROUTER_DEBUG", "")) == Boolean.TRUE;
            if (debug) shell.err().print(stack(failure));
            return ExitCode.FAILED;
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }

    private static int failed(String message, int exitCode, List<String> words, Shell shell) {
        String code = exitCode == ExitCode.WRONG_INPUT ? JsonErrors.WRONG_INPUT : JsonErrors.FAILED;
        print(message, code, exitCode, words, shell);
        return exitCode;
    }

    /// Quotes what was typed on one line.
    private static void print(String said, String code, int exitCode, List<String> words, Shell shell) {
        String message = said;
        for (String word : words) {
            if (word.indexOf('\n') >= 0) message = message.replace(word, Printable.of(word));
            String value = word.substring(word.indexOf('=') + 1);
            if (value.indexOf('\n') >= 0) message = message.replace(value, Printable.of(value));
        }
        if (JsonErrors.wanted(words)) {
            shell.out().println(Printable.json(JsonErrors.of(message, code, exitCode).toString()));
            return;
        }
        shell.err().println(Printable.lines("llm-router: " + message));
    }

    private static int dispatch(CommandTable table, List<String> words, Shell shell) throws Exception {
        int at = table.position(words);
        if (at < 0) return withoutCommand(table, words, shell);
        var rest = new ArrayList<>(words);
        String name = rest.remove(at);
        if (name.equals(MODULE) && table.position(rest) >= at) return dispatch(table, rest, shell);
        if (name.equals("help")) return HelpCommand.run(table, rest, shell);
        Command command = table.command(name);
        if (command == null) throw UnknownCommand.error(table, name, shell);
        var arguments = ArgumentParser.parse(command, rest);
        if (arguments.wantsHelp()) return HelpCommand.about(command, arguments.operation(), rest, shell);
        var invocation = new Invocation(table, command, arguments, shell);
        if (command.readsSettings()) EnvironmentWarnings.print(invocation);
        return invocation.run();
    }

    private static int withoutCommand(CommandTable table, List<String> words, Shell shell) throws Exception {
        if (words.isEmpty()) return bare(table, shell);
        if (ArgumentParser.wantsHelp(words)) return HelpCommand.run(table, words, shell);
        if (VERSION.contains(words.getFirst())) {
            var version = new ArrayList<>(words);
            version.set(0, "version");
            return run(table, version, shell);
        }
        throw CliError.usage("there is no command, only the flag '" + words.getFirst()
            + "'; 'llm-router help' lists the commands");
    }

    /// Nothing was typed behind the program's name: the menu at a terminal; else what is configured, or the help if
    /// nothing is.
    private static int bare(CommandTable table, Shell shell) throws Exception {
        if (shell.terminal() && table.command(MENU) != null) return dispatch(table, List.of(MENU), shell);
        Path file = ConfigStore.locate(null, shell.environment().get("LLM_ROUTER_CONFIG"), shell.home());
        if (!Files.exists(file)) return HelpCommand.run(table, List.of(), shell);
        shell.err().println("note: 'llm-router help' lists the commands");
        return dispatch(table, List.of("config", "list"), shell);
    }

    private static String stack(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return Printable.lines(text.toString().replace(System.lineSeparator(), "\n"));
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof OutOfMemoryError) {
            return "there is not enough memory (" + message + "); give the program more, for example with "
                + "LLM_ROUTER_JAVA_OPTS=-Xmx512m";
        }
        if (failure instanceof IOException io) return FileError.describe(io);
        String type = failure.getClass().getSimpleName();
        return message == null || message.isEmpty() ? type : type + ": " + message;
    }
}
