package llmrouter.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.YesNo;
import llmrouter.files.FileError;
import llmrouter.host.HostError;

/// From words to an exit code.
public final class Cli {
    private Cli() {}

    /// Runs the command that the words name and returns its [ExitCode].
    public static int run(List<String> words, Shell shell) {
        return run(CommandTable.standard(), words, shell);
    }

    static int run(CommandTable table, List<String> words, Shell shell) {
        try {
            return dispatch(table, words, shell);
        } catch (CliError error) {
            shell.err().println("llm-router: " + error.getMessage());
            return error.exitCode();
        } catch (HostError error) {
            shell.err().println("llm-router: " + error.getMessage());
            return error.isUsage() ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
        } catch (Exception failure) {
            shell.err().println("llm-router: " + describe(failure));
            boolean debug = YesNo.bool(shell.environment().getOrDefault("LLM_ROUTER_DEBUG", "")) == Boolean.TRUE;
            if (debug) failure.printStackTrace(shell.err());
            return ExitCode.FAILED;
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }

    private static int dispatch(CommandTable table, List<String> words, Shell shell) throws Exception {
        int at = table.position(words);
        if (at < 0) return withoutCommand(table, words, shell);
        var rest = new ArrayList<>(words);
        String name = rest.remove(at);
        if (name.equals("help")) return help(table, rest, shell);
        Command command = table.command(name);
        var arguments = ArgumentParser.parse(command, rest);
        if (arguments.wantsHelp()) {
            shell.out().print(new Help(shell.colorful()).of(command, arguments.operation()));
            return ExitCode.DONE;
        }
        return new Invocation(table, command, arguments, shell).run();
    }

    private static int withoutCommand(CommandTable table, List<String> words, Shell shell) throws Exception {
        if (words.isEmpty() || words.contains("-h") || words.contains("--help")) {
            shell.out().print(new Help(shell.colorful()).overview(table));
            return ExitCode.DONE;
        }
        if (words.equals(List.of("-v")) || words.equals(List.of("--version"))) {
            return run(table, List.of("version"), shell);
        }
        throw CliError.usage("there is no command, only the flag '" + words.getFirst()
            + "'; 'llm-router help' lists the commands");
    }

    private static int help(CommandTable table, List<String> topic, Shell shell) {
        var help = new Help(shell.colorful());
        if (topic.isEmpty() || topic.getFirst().equals("help")) {
            shell.out().print(help.overview(table));
            return ExitCode.DONE;
        }
        if (topic.equals(List.of(EnvironmentHelp.TOPIC))) {
            shell.out().print(EnvironmentHelp.text());
            return ExitCode.DONE;
        }
        var words = new ArrayList<>(topic.subList(1, topic.size()));
        words.add("--help");
        Command command = table.command(topic.getFirst());
        shell.out().print(help.of(command, ArgumentParser.parse(command, words).operation()));
        return ExitCode.DONE;
    }

    private static String describe(Exception failure) {
        String message = failure.getMessage();
        if (failure instanceof IOException io) return FileError.describe(io);
        String type = failure.getClass().getSimpleName();
        return message == null || message.isEmpty() ? type : type + ": " + message;
    }
}
