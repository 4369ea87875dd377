package llmrouter.cli.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.cli.Command;
import llmrouter.cli.CommandTable;
import llmrouter.clients.GatewayAccess;

/// All that the guide says, before it is text or JSON.
record AgentGuide(CommandTable table, AgentState state, GatewayTarget target, LiveGates live) {
    /// More choices than these are only counted.
    private static final int SHOWN_CHOICES = 12;

    /// What an agent can run to look and to act.
    ///
    /// @param line what follows `llm-router `
    record Duty(String line, String what) {}

    private static final List<Duty> OPERATE = List.of(
        new Duty("status", "which gateways run, and what cannot be answered now and why; --json for programs"),
        new Duty("why --last=20 --failed", "the latest failed requests; 'why ID' tells one of them in full"),
        new Duty("route work", "which candidates a request for 'work' would go to, without a call"),
        new Duty("wake first", "ends the pause of a provider after its key or account was corrected"),
        new Duty("explain rate_limited", "what a code means, why it comes, and what to do"),
        new Duty("config history", "the kept copies of the configuration; 'config undo' goes back to the last one"),
        new Duty("config test-provider first", "asks a provider what it can do, which it may charge for"),
        new Duty("doctor", "checks configuration, files, port, clock and reachability"),
        new Duty("top", "requests, health and caps, live; for a person at a terminal"),
        new Duty("startup install", "starts the gateway at every login"),
        new Duty("reload", "makes a gateway read its file and its key files now"),
        new Duty("stop", "ends the gateway when its open requests have ended"));

    List<Duty> duties() {
        return OPERATE.stream().filter(duty -> has(duty.line().split(" ")[0])).toList();
    }

    private boolean has(String command) {
        return table.commands().stream().map(Command::name).anyMatch(command::equals);
    }

    /// The name to connect a client with: the first choice, or a word for it.
    String model() {
        return state.choices().stream().findFirst().orElse("ALIAS");
    }

    Set<String> choices() {
        return state.choices();
    }

    /// The first choices, as one line.
    String shownChoices() {
        List<String> all = List.copyOf(state.choices());
        String shown = String.join(", ", all.subList(0, Math.min(SHOWN_CHOICES, all.size())));
        return all.isEmpty() ? "(none yet)" : all.size() > SHOWN_CHOICES ? shown + " and "
            + (all.size() - SHOWN_CHOICES) + " more" : shown;
    }

    /// Whether clients must send a key, as far as is known.
    boolean requiresKey() {
        return target.keyed() == null ? state.hasMasterKey() || !state.config().masterKeys().isEmpty()
            : target.keyed();
    }

    /// How a client is connected: by the command that does it, else what to set by hand.
    List<String> connectLines(AgentClient client) {
        if (has("connect")) return List.of("llm-router connect " + client.word());
        String key = requiresKey() ? "$" + LiveCommands.KEY_VARIABLE : null;
        var access = GatewayAccess.of(target.url(), key, model(), state.config());
        var lines = new ArrayList<String>();
        for (String line : client.settings().setup(access).text()) lines.add(line.strip());
        return lines;
    }

    /// Whether the command that changes a client's own configuration is there.
    boolean connects() {
        return has("connect");
    }

    List<String> liveCommands() {
        return LiveCommands.lines(target.url(), requiresKey(), state.choices().stream().findFirst().orElse(null));
    }

    List<String> suggestions() {
        return Suggestions.of(state, target, live);
    }
}
