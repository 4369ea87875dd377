package llmrouter.cli.hosting;

import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.install.ShellText;

/// A command to run on the configuration that this command reads, for a message.
final class ConfigHint {
    private ConfigHint() {}

    /// In quotes, with the file that was named; another file would be changed without it.
    ///
    /// @param words behind `llm-router config`
    static String of(Invocation in, String words) {
        String named = in.arguments().text(Flag.CONFIG.name());
        return "'llm-router config " + words + (named == null ? "" : " --config=" + ShellText.word(named)) + "'";
    }
}
