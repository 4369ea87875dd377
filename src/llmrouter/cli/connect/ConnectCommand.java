package llmrouter.cli.connect;

import java.io.IOException;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.agents.CodingAgents;
import llmrouter.text.NearestName;

/// `connect`: sets a client up by its own settings file, and takes that back.
public final class ConnectCommand {
    static final Flag MODEL = Flag.text("model", "NAME", "The model or alias that the client asks for.")
        .orElse("the default model, else the first alias, else the first model");
    static final Flag SMALL_MODEL = Flag.text("small-model", "NAME", "The model or alias for its small tasks.")
        .orElse("an alias with a word like small, fast or haiku in its name, else the same model");

    private ConnectCommand() {}

    public static Command command() {
        return Command.of("connect", "Set up a coding agent to use the gateway, or take that back", ConnectCommand::run)
            .operands("[CLIENT]", 1)
            .flags(Flag.CONFIG, MODEL, SMALL_MODEL,
                Flag.text("url", "URL", "The address of the gateway.")
                    .orElse("that of your gateway that runs, else the one that 'start' would use"),
                Flag.secret("key", "The key that the client shows.")
                    .orElse("a new client key for it, if the gateway asks for keys"),
                Flag.bool("project", "Change the settings of the current folder, not those of the user."),
                Flag.bool("undo", "Put the client's file back as it was before."),
                Flag.bool("force", "With --undo: also if settings of the connection were changed since."),
                Flag.bool("diff", "Only show what would change."),
                Flag.bool("dry-run", "The same as --diff."), Flag.YES, Flag.JSON)
            .examples(new Example("connect", "Lists the clients: " + String.join(", ", CodingAgents.ids())),
                new Example("connect claude-code --model=work", "Claude Code, at every start"),
                new Example("connect opencode --diff", "What would change, and nothing else"),
                new Example("connect claude-code --undo", "The file has its bytes from before again"));
    }

    /// Whether nothing may be changed.
    static boolean isDry(Invocation in) {
        return in.arguments().isOn("diff") || in.arguments().isOn("dry-run");
    }

    private static int run(Invocation in) throws IOException {
        Arguments arguments = in.arguments();
        if (arguments.operand() == null) {
            if (arguments.isOn("undo") || isDry(in) || arguments.given("model")) {
                throw CliError.usage("name the client, one of " + String.join(", ", CodingAgents.ids()));
            }
            return ConnectList.run(in);
        }
        CodingAgent agent = agent(arguments.operand());
        if (arguments.isOn("force") && !arguments.isOn("undo")) throw CliError.usage("--force belongs to --undo");
        if (agent.files().isEmpty()) return VariablesOnly.run(in, agent);
        AgentScope scope = arguments.isOn("project") ? AgentScope.PROJECT : AgentScope.USER;
        return arguments.isOn("undo") ? new Disconnecting(in, agent, scope).run()
            : new Connecting(in, agent, scope).run();
    }

    /// @throws CliError there is no such client
    static CodingAgent agent(String word) {
        CodingAgent agent = CodingAgents.named(word);
        if (agent != null) return agent;
        throw CliError.usage("there is no client '" + word + "'" + NearestName.hint(word, CodingAgents.ids())
            + "; the clients are " + String.join(", ", CodingAgents.ids())
            + "; any other client works with the address of the gateway as its base URL");
    }
}
