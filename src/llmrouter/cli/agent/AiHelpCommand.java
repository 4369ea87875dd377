package llmrouter.cli.agent;

import java.io.IOException;
import java.util.function.Consumer;

import llmrouter.cli.Arguments;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Secret;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostContext;
import llmrouter.host.HostError;

/// `ai-help`: the guide for a coding agent, with the present state and live gates. The exit code is 0, unless the
/// configuration cannot be used: the guide is printed then too, and the exit code is 1.
public final class AiHelpCommand {
    private static final int TIMEOUT_MS = 6_000;
    private static final String TOKEN = "gateway-auth-token";

    private AiHelpCommand() {}

    public static Command command() {
        return Command.of("ai-help", "Print the guide for a coding agent that sets up and operates the gateway",
            AiHelpCommand::run)
            .flags(Flag.CONFIG,
                Flag.bool("state", "Print only the present state, the gates and what is to be done next."),
                Flag.bool("skip-live-test", "Do not probe the running gateway.").orElse("false"),
                Flag.integer("live-test-timeout-ms", "MS", 500, 60_000, "How long each probe may take.")
                    .orElse(Integer.toString(TIMEOUT_MS)),
                Flag.secret(TOKEN, "The key for the probes.").orElse("the master key of the gateway's configuration"),
                Flag.text("ask-model", "NAME", "Also ask this model or alias once in each format; its provider may "
                    + "charge "
                    + "for that."),
                Flag.JSON)
            .examples(new Example("ai-help", "The first thing for a coding agent to run"),
                new Example("ai-help --state", "After each step: the state and the gates without the guide"),
                new Example("ai-help --json", "The same facts, for a program"),
                new Example("ai-help --ask-model=work", "Also proves that the alias answers; may cost a little"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        Arguments arguments = invocation.arguments();
        HostContext context = invocation.hostContext();
        GatewayInputs inputs = GatewayInputs.of(context, arguments.text(Flag.CONFIG.name()));
        AgentState state = AgentState.read(invocation, inputs);
        boolean skipped = arguments.isOn("skip-live-test");
        GatewayTarget target = GatewayTarget.find(invocation, inputs, !skipped);
        String key = skipped || !target.running() ? null : key(invocation, target, inputs);
        var wish = new LiveGates.Wish(skipped, (int) arguments.integer("live-test-timeout-ms", TIMEOUT_MS), key,
            arguments.text("ask-model"));
        var guide = new AgentGuide(invocation.table(), state, target, LiveGates.of(target, wish));
        if (arguments.isOn("json")) invocation.print(arguments.isOn("state") ? GuideJson.news(guide)
            : GuideJson.of(guide));
        else (arguments.isOn("state") ? GuideText.state(guide) : GuideText.lines(guide)).forEach(invocation::print);
        return state.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// The key for the probes: the flag's, else the master key of the gateway's own configuration, else of the one that
    /// the guide is about. Null if there is none, or if the gateway asks for none.
    private static String key(Invocation invocation, GatewayTarget target, GatewayInputs inputs) throws IOException {
        Secret given = invocation.secret(TOKEN);
        var secrets = new Secrets(invocation.shell().environment()::get, invocation.shell().home());
        if (given != null) return secrets.value(given);
        if (Boolean.FALSE.equals(target.keyed())) return null;
        Consumer<String> quiet = _ -> {};
        HostContext context = invocation.hostContext();
        var silent = new HostContext(context.environment(), context.home(), context.terminal(), context.stop(), quiet);
        GatewayInputs own = target.config() == null ? inputs : GatewayInputs.of(silent, target.config());
        try {
            return own.masterKey();
        } catch (HostError e) {
            invocation.say("note: the gateway's key is not known here, so probes may be refused; "
                + "--gateway-auth-token-env=VARIABLE names it");
            return null;
        }
    }
}
