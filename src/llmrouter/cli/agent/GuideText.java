package llmrouter.cli.agent;

import java.util.ArrayList;
import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Command;
import llmrouter.cli.Operation;
import llmrouter.cli.agent.AgentGuide.Duty;
import llmrouter.cli.agent.AgentState.KeyState;
import llmrouter.service.Instance;
import llmrouter.text.Printable;

/// The guide as text. Facts stand in lines of the form `name=value`, commands in lines that begin with two spaces and
/// can be pasted.
final class GuideText {
    private final List<String> out = new ArrayList<>();
    private final AgentGuide guide;

    private GuideText(AgentGuide guide) {
        this.guide = guide;
    }

    static List<String> lines(AgentGuide guide) {
        var text = new GuideText(guide);
        text.introduction();
        text.commands();
        text.state();
        text.decision();
        text.configuration();
        text.gates();
        text.liveCommands();
        text.connecting();
        text.operating();
        text.suggestions();
        return text.out.stream().map(Printable::of).toList();
    }

    /// What may have changed since the guide was read: the state, the gates and what is to be done next.
    static List<String> state(AgentGuide guide) {
        var text = new GuideText(guide);
        text.state();
        text.heading("6. Gates");
        text.values();
        text.suggestions();
        return text.out.stream().skip(1).map(Printable::of).toList();
    }

    private void add(String... lines) {
        out.addAll(List.of(lines));
    }

    private void heading(String words) {
        add("", "## " + words);
    }

    private void fact(String name, Object value) {
        add(name + "=" + value);
    }

    private void list(String name, List<String> values) {
        fact(name, values.isEmpty() ? "(none)" : String.join("; ", values));
    }

    private void introduction() {
        add("# llm-router: guide for coding agents");
        fact("entity", "llm-router " + Version.CURRENT);
        fact("mode", "cli-automation");
        fact("profile", "agent-guide-v3");
        add("llm-router is a gateway on this machine. Coding agents and programs send requests to one address, in the "
            + "formats OpenAI Chat, OpenAI Responses or Anthropic Messages. The gateway picks a provider, translates "
            + "if the provider speaks another format, keeps to caps, and goes on with another model if one fails.",
            "You can: say what is missing, add providers, models, aliases and caps, start the gateway, and connect "
                + "Claude Code, Codex or OpenCode to it.",
            "Work in this order: read the state (3), ask the user what is missing (4), configure (5), run the "
                + "gateway (6),"
                + " read the gates (6), connect a client only if its gate is 'ready' (8).",
            "A change of the configuration is live at once in a running gateway: no restart. Only a variable of the "
                + "environment, such as one with a key, needs a restart.",
            "Never write a key into a command line and never print one: use a variable, a file or standard input.");
    }

    private void commands() {
        heading("1. Commands");
        add("  llm-router help COMMAND", "  llm-router help config OPERATION",
            "  llm-router help --json      # every command, operation and flag, for programs");
        for (Command command : guide.table().commands()) add("- " + command.name() + ": " + command.summary());
        for (Command command : guide.table().commands()) {
            if (command.operations().isEmpty()) continue;
            add("- operations of " + command.name() + ": "
                + String.join(", ", command.operations().stream().map(Operation::name).toList()));
        }
        heading("2. How to read answers");
        add("Data is on standard output, notes and warnings are on standard error. --json prints JSON; operations that "
            + "change the file take --dry-run, which shows the difference and writes nothing.",
            "Exit codes: 0 done. 1 the command line was right, but it could not be carried out. 2 the command "
                + "line, the "
                + "environment or the configuration must be changed; nothing was changed.",
            "With --json an error is "
                + "{\"error\":{\"message\":…,\"code\":\"wrong_input|failed|unexpected\",\"exit\":…}}.",
            "An error answer of the gateway has its code in the header x-llm-router-error and its request's id in "
                + "x-llm-router-request-id.",
            "  llm-router explain CODE     # what a code means, why it comes, and what to do");
    }

    private void state() {
        AgentState state = guide.state();
        GatewayTarget target = guide.target();
        heading("3. Current state");
        fact("config_path", state.path() + (state.exists() ? "" : " (does not exist yet; the first change makes it)"));
        fact("config_valid", state.problems().isEmpty());
        for (String problem : state.problems()) add("  " + problem);
        list("providers", state.enabledProviders().stream().map(p -> p.id() + " (" + p.baseUrl() + ")").toList());
        list("provider_keys", state.keys().stream().map(this::key).toList());
        list("models", state.models());
        list("model_aliases", state.aliases());
        list("rate_limit_buckets", state.caps());
        fact("default_model", state.config().defaultModel() == null ? "(none)" : state.config().defaultModel());
        fact("unknown_models", state.config().unknownModels() == null ? "refused" : state.config().unknownModels());
        fact("master_key_configured", state.hasMasterKey());
        fact("client_keys", state.config().masterKeys().size());
        fact("local_server_running", target.running());
        if (!target.running()) return;
        fact("local_server_endpoint", target.url());
        fact("local_server_require_auth", target.keyed() == null ? "unknown" : target.keyed());
        fact("local_server_config_path", target.config() == null ? "unknown" : target.config());
        if (target.status() != null) {
            list("local_server_left_out", target.leftOut().stream().map(l -> l.provider() + ": " + l.why()).toList());
        }
        for (Instance other : target.own()) {
            if (!other.equals(target.entry())) fact("other_server", other.url() + " with " + other.config());
        }
    }

    /// Where the key is, whether it can be had in this shell, and whether the running gateway has it.
    private String key(KeyState key) {
        GatewayTarget target = guide.target();
        boolean variable = key.place().startsWith("variable ");
        String here = key.missing() != null ? " (MISSING: " + key.missing() + ")"
            : variable ? " (set in this shell)" : "";
        boolean told = target.status() != null && target.runsWith(guide.state());
        boolean left = target.leftOut().stream().anyMatch(one -> one.provider().equals(key.provider()));
        return key.provider() + ": " + key.place() + here
            + (!told ? "" : left ? ", LEFT OUT by the running gateway" : ", called by the running gateway");
    }

    private void decision() {
        heading("4. What to ask the user");
        add("Which client (claude-code, codex, opencode), which providers with which keys, which models in which "
            + "order, what each provider may cost (caps), and the port if 8787 is taken. Keep the ids of aliases as "
            + "they are.");
        fact("decision_options_preview", guide.shownChoices());
    }

    private void configuration() {
        heading("5. Configuration workflow");
        add("Examples with the names first, second and work: replace names, addresses and models with the user's. "
            + "Every "
            + "command may be run again; it changes only what it names.");
        int number = 1;
        for (GuideStep step : GuideStep.CONFIGURE) step(number++, step);
        step(number, GuideStep.KEY);
    }

    private void step(int number, GuideStep step) {
        add(number + ". " + step.title() + ".");
        for (String command : step.commands()) add("  " + command);
        add("   success: " + step.success() + ".");
    }

    private void gates() {
        heading("6. Run the gateway, and the gates");
        int number = 1;
        for (GuideStep step : GuideStep.RUN) step(number++, step);
        add(number + ". Read the gates: run 'llm-router ai-help --state', which prints only sections 3 and 10 and "
            + "the gates. It probes the running gateway and calls no provider. --ask-model=NAME also asks that model "
            + "once in each format, which its provider may charge "
                + "for.");
        values();
        add("Rule: connect a client only if its gate is 'ready'. 'llm-router explain VALUE' says what a value means.");
    }

    private void values() {
        LiveGates live = guide.live();
        fact("live_test_mode", live.mode());
        fact("live_test_timeout_ms", live.timeoutMs());
        fact("gateway_base_url", guide.target().url());
        for (LiveProbe probe : live.probes()) fact(probe.name(), probe.line());
        live.gates().forEach((client, gate) -> fact(client.gateName(), gate.word()));
    }

    private void liveCommands() {
        heading("7. Live test commands");
        if (!guide.target().running()) {
            add("No gateway runs; these are for the usual address" + (guide.requiresKey() ? "." : ", without a key."));
        } else if (!guide.requiresKey()) {
            add("This gateway asks for no key.");
        }
        for (String command : guide.liveCommands()) add("  " + command);
    }

    private void connecting() {
        heading("8. Connect a client");
        for (AgentClient client : AgentClient.values()) {
            add("- " + client.title() + ", if " + client.gateName() + "=ready:");
            for (String line : guide.connectLines(client)) add("  " + line);
        }
        add("To test it, let the client say one word, e.g. claude -p 'Say ok'; then 'llm-router why' shows its "
            + "request.");
        if (!guide.connects()) return;
        add("'--diff' shows what would change in the client's file and writes nothing; '--undo' restores the very "
            + "bytes. "
            + "Then start the client anew. After a change of the gateway's port run 'connect' again.",
            "  llm-router connect claude-code --diff", "  llm-router connect claude-code --undo");
    }

    private void operating() {
        heading("9. Operate");
        for (Duty duty : guide.duties()) add("  llm-router " + duty.line() + "  # " + duty.what());
    }

    private void suggestions() {
        heading("10. Next");
        int number = 1;
        for (String suggestion : guide.suggestions()) add(number++ + ". " + suggestion);
    }
}
