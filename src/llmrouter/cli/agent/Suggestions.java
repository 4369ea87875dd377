package llmrouter.cli.agent;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.agent.AgentState.KeyState;
import llmrouter.cli.agent.GatewayTarget.LeftOut;
import llmrouter.config.Provider;

/// What an agent should do next, judged by what is configured and by the gates; the most urgent first.
final class Suggestions {
    private Suggestions() {}

    static List<String> of(AgentState state, GatewayTarget target, LiveGates live) {
        var next = new ArrayList<String>();
        if (!state.problems().isEmpty()) {
            next.add("Correct the configuration: 'llm-router config validate' lists each mistake with its line and "
                + "fix; "
                + "'llm-router config undo' goes back to the last copy.");
            return next;
        }
        ofConfiguration(state, next);
        ofGateway(state, target, live, next);
        if (next.isEmpty()) {
            next.add("Nothing is missing. 'llm-router config list' shows the routing, 'llm-router status' the health.");
        }
        return next;
    }

    private static void ofConfiguration(AgentState state, List<String> next) {
        if (state.enabledProviders().isEmpty()) {
            next.add("Add the first provider: step 1 of the configuration workflow.");
            return;
        }
        for (KeyState key : state.keys()) {
            if (key.missing() == null) continue;
            next.add("The key of provider " + key.provider() + " cannot be had here: " + key.missing() + ".");
        }
        for (Provider provider : state.enabledProviders()) {
            if (provider.models().isEmpty()) next.add("Add models: 'llm-router config add-models "
                + provider.id() + "'.");
        }
        if (state.config().aliases().isEmpty()) {
            next.add("Create an alias, so that another model answers when one fails: step 3 of the configuration "
                + "workflow.");
        }
        if (state.config().defaultModel() == null) {
            next.add("Set the model of requests that name none: 'llm-router config set-default-model NAME'.");
        }
        if (state.config().unknownModels() == null) {
            next.add("Set what answers for other names, which coding agents ask for in side tasks: 'llm-router config "
                + "set-unknown-models NAME'.");
        }
        if (state.caps().isEmpty()) next.add("Consider a cap for what a provider may cost: step 4.");
    }

    private static void ofGateway(AgentState state, GatewayTarget target, LiveGates live, List<String> next) {
        boolean startable = !state.enabledProviders().isEmpty();
        if (!target.running() && startable) next.add("Start the gateway: 'llm-router start', as the workflow says.");
        boolean other = target.config() != null && !target.config().equals(state.path());
        if (other) {
            next.add("The gateway on " + target.url() + " uses " + target.config() + ", not " + state.path()
                + ": name that file with --config, or start another gateway with --config=" + state.path()
                + " --port=PORT.");
        }
        for (LeftOut left : target.leftOut()) {
            next.add("The running gateway leaves out provider " + left.provider() + ": " + left.why()
                + ". Correct that in the shell that starts it; then 'llm-router stop --port=" + target.entry().port()
                + "' and start it again the same way. A key file needs only 'llm-router reload'.");
        }
        if (live.mode().equals("skipped-by-flag")) next.add("Run 'llm-router ai-help' again without --skip-live-test.");
        live.gates().forEach((client, gate) -> {
            boolean blocked = gate != GateState.READY && live.mode().equals("executed");
            if (blocked) next.add("Do not connect " + client.title() + ": " + gate.word() + ". Fix: "
                + gate.entry().fix().replace('`', '\''));
        });
    }
}
