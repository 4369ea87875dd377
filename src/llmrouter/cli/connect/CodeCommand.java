package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.agents.CodingAgents;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostContext;
import llmrouter.host.PrivateGateway;
import llmrouter.service.Instance;
import llmrouter.service.TrustedGateway;

/// `code`: runs a client once with the gateway, and leaves no trace: no file of the client changes. If no gateway with
/// the configuration runs, one runs in this process as long as the client does.
public final class CodeCommand {
    private static final int MANY = 10_000;

    private CodeCommand() {}

    public static Command command() {
        return Command.of("code", "Run a coding agent with the gateway, without changing its files", CodeCommand::run)
            .operands("[CLIENT] [-- ARGS...]", MANY)
            .flags(Flag.CONFIG, ConnectCommand.MODEL, ConnectCommand.SMALL_MODEL,
                Flag.secret("key", "The key that the client shows to a gateway that runs.")
                    .orElse("the master key; without one a gateway of its own runs in this process"))
            .examples(new Example("code claude", "Claude Code"),
                new Example("code codex --model=work -- exec 'Say hello'", "What stands behind -- goes to the client"));
    }

    private static int run(Invocation in) throws IOException, InterruptedException {
        List<String> words = in.arguments().operandsBeforeDashes();
        if (words.size() > 1) {
            throw CliError.usage("write -- before the words for the client, as in 'code " + words.getFirst() + " -- "
                + words.get(1) + "'");
        }
        CodingAgent agent = words.isEmpty() ? firstInstalled(in) : ConnectCommand.agent(words.getFirst());
        if (agent.launch() == null) {
            throw CliError.usage(agent.name() + " cannot be told by variables for one start; 'llm-router connect "
                + agent.id() + "' changes its settings, and --undo puts them back");
        }
        Path program = InstalledProgram.find(agent.program(), in.shell().environment());
        if (program == null) {
            throw CliError.failed(agent.name() + " is not installed: there is no program '" + agent.program()
                + "' in PATH; install it with: " + agent.install());
        }
        return run(in, new ClientProcess(in, agent, program));
    }

    private static CodingAgent firstInstalled(Invocation in) {
        for (CodingAgent agent : CodingAgents.ALL) {
            boolean can = agent.launch() != null
                && InstalledProgram.find(agent.program(), in.shell().environment()) != null;
            if (can) return agent;
        }
        throw CliError.failed("none of the clients is installed; e.g. " + CodingAgents.ALL.getFirst().name() + ": "
            + CodingAgents.ALL.getFirst().install());
    }

    private static int run(Invocation in, ClientProcess client) throws IOException, InterruptedException {
        GatewayInputs inputs = GatewayInputs.of(in.hostContext(), in.arguments().text("config"));
        Instance running = GatewayChoice.running(in, inputs);
        String key = running == null ? null : GatewayChoice.givenKey(in);
        if (running != null && running.terms().requireAuth() && key == null) key = inputs.masterKey();
        if (running != null && TrustedGateway.proven(running) == null) {
            in.say("note: the gateway on " + running.url() + " did not prove that it is yours, so this client gets one "
                + "of its own; 'llm-router status' says more");
            running = null;
        }
        if (running != null && (key != null || !running.terms().requireAuth())) {
            GatewayAccess access = GatewayChoice.access(in.arguments(), running.url(), key, inputs.writtenConfig());
            return client.run(access);
        }
        return withOwnGateway(in, inputs, client);
    }

    /// The client has the terminal, so the gateway says nothing but the warnings before the client begins. Requests are
    /// in the request log.
    private static int withOwnGateway(Invocation in, GatewayInputs inputs, ClientProcess client)
            throws IOException, InterruptedException {
        HostContext user = in.hostContext();
        var begun = new AtomicBoolean();
        var context = new HostContext(user.environment(), user.home(), user.terminal(), user.stop(), line -> {
            if (!begun.get() && line.startsWith("warning: ")) in.say(line);
        });
        try (var gateway = PrivateGateway.start(context, inputs)) {
            GatewayAccess access = GatewayChoice.access(in.arguments(), gateway.url(), gateway.key(), gateway.config());
            begun.set(true);
            return client.run(access);
        }
    }
}
