package llmrouter.cli.completion;

import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.text.NearestName;

/// `completion`: prints the script that makes a shell complete command lines of this program. The scripts themselves
/// call `completion ids KIND [PROVIDER]`, which the help does not show: it prints names out of the configuration.
public final class CompletionCommand {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");
    private static final String IDS = "ids";

    private CompletionCommand() {}

    public static Command command() {
        return Command.of("completion", "Print a script with which bash, zsh or fish complete what you type",
                CompletionCommand::run)
            .aliases("completions").flags(Flag.CONFIG).operands("[" + String.join("|", SHELLS) + "]", 3)
            .withoutSettings()
            .examples(
                new Example("completion bash", "In the file ~/.local/share/bash-completion/completions/llm-router, if "
                    + "the package bash-completion is installed; else put "
                    + "'eval \"$(llm-router completion bash)\"' into ~/.bashrc"),
                new Example("completion zsh", "In the file _llm-router in a folder of your fpath; else put "
                    + "'eval \"$(llm-router completion zsh)\"' behind compinit into ~/.zshrc"),
                new Example("completion fish", "In the file ~/.config/fish/completions/llm-router.fish"));
    }

    private static int run(Invocation in) {
        List<String> words = in.arguments().operands();
        String first = words.isEmpty() ? "" : words.getFirst();
        if (first.equals(IDS)) {
            String kind = words.size() > 1 ? words.get(1) : "";
            ConfiguredNames.of(in.configFile(), kind, words.size() > 2 ? words.get(2) : "").forEach(in::print);
            return ExitCode.DONE;
        }
        if (words.size() > 1) throw CliError.usage("'completion' takes one word and cannot use '" + words.get(1) + "'");
        in.shell().out().print(script(first, new CompletionTable(in.table())));
        return ExitCode.DONE;
    }

    private static String script(String shell, CompletionTable table) {
        return switch (shell) {
            case "bash" -> BashScript.of(table);
            case "zsh" -> ZshScript.of(table);
            case "fish" -> FishScript.of(table);
            case "" -> throw CliError.usage("name your shell: 'llm-router completion bash', zsh or fish; "
                + "'llm-router help completion' says where its script belongs");
            default -> throw CliError.usage("there is no completion for the shell '" + shell + "'"
                + NearestName.hint(shell, SHELLS) + "; there is one for " + String.join(", ", SHELLS));
        };
    }
}
