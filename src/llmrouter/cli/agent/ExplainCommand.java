package llmrouter.cli.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.cli.JsonErrors;
import llmrouter.json.Json;
import llmrouter.report.CodeCatalog;
import llmrouter.report.CodeEntry;
import llmrouter.report.CodePlace;
import llmrouter.text.NearestName;

/// `explain`: what a code means that an answer, a command or a log has, why it comes, and what to do.
public final class ExplainCommand {
    private ExplainCommand() {}

    public static Command command() {
        return Command.of("explain", "Say what an error code means, why it comes, and what to do", ExplainCommand::run)
            .flags(Flag.JSON).operands("[CODE|STATUS]", 1).withoutSettings()
            .examples(new Example("explain rate_limited", "A word that 'llm-router why' printed"),
                new Example("explain 404", "Every code that an answer with this status may have"),
                new Example("explain", "All codes, by the place where they are met"));
    }

    /// Every code that the program can produce, each once.
    public static List<CodeEntry> codes() {
        var all = new ArrayList<>(CodeCatalog.entries());
        all.addAll(JsonErrors.codes());
        for (GateState state : GateState.values()) all.add(state.entry());
        return List.copyOf(all);
    }

    private static int run(Invocation invocation) {
        List<String> words = invocation.arguments().operands();
        boolean json = invocation.arguments().isOn("json");
        if (words.isEmpty()) {
            if (json) invocation.print(json(codes()));
            else overview().forEach(invocation::print);
            return ExitCode.DONE;
        }
        List<CodeEntry> found = find(words.getFirst());
        if (json) invocation.print(json(found));
        else lines(found).forEach(invocation::print);
        return ExitCode.DONE;
    }

    private static Json.Obj json(List<CodeEntry> entries) {
        Json.Arr list = Json.array();
        for (CodeEntry entry : entries) list.add(entry.json());
        return Json.object().put("codes", list);
    }

    /// The row of a code, however it is spelled; or all rows of an HTTP status.
    private static List<CodeEntry> find(String typed) {
        String word = spelling(typed);
        for (AgentClient client : AgentClient.values()) {
            if (client.gateName().equals(word)) return List.of(gate(client));
        }
        List<CodeEntry> all = codes();
        List<CodeEntry> found = all.stream().filter(entry -> spelling(entry.code()).equals(word)).toList();
        if (found.isEmpty() && isStatus(word)) found = all.stream().filter(entry -> entry.hasStatus(word)).toList();
        if (!found.isEmpty()) return found;
        String hint = NearestName.hint(typed, all.stream().map(CodeEntry::code).toList());
        throw CliError.usage("there is no code '" + typed + "'" + hint + "; 'llm-router explain' lists all codes. "
            + "A code that is not listed is a provider's own: 'llm-router why' shows what the provider said");
    }

    /// The name of a gate is no code; its value is one.
    private static CodeEntry gate(AgentClient client) {
        return CodeEntry.of(CodePlace.GATE, client.gateName(), "whether " + client.title() + " may be connected",
            "`llm-router ai-help` probes the running gateway and judges it by what this client needs.",
            "Connect the client only if the value is `ready`. `llm-router explain VALUE` says what another value "
                + "means.");
    }

    private static String spelling(String code) {
        return code.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean isStatus(String word) {
        return word.length() == 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<String> overview() {
        var lines = new ArrayList<String>();
        int width = codes().stream().mapToInt(entry -> entry.code().length()).max().orElse(0);
        for (CodePlace place : CodePlace.values()) {
            lines.add((lines.isEmpty() ? "" : "\n") + plain(place.title()) + ":");
            for (CodeEntry entry : codes()) {
                if (!entry.places().contains(place)) continue;
                lines.add("  " + entry.code() + " ".repeat(width + 2 - entry.code().length()) + plain(entry.meaning()));
            }
        }
        lines.add("\n'llm-router explain CODE' says why a code comes and what to do.");
        return lines;
    }

    private static List<String> lines(List<CodeEntry> entries) {
        var lines = new ArrayList<String>();
        for (CodeEntry entry : entries) {
            lines.add((lines.isEmpty() ? "" : "\n") + entry.code() + ": " + plain(entry.meaning()));
            String places = String.join("; ", entry.places().stream().map(CodePlace::title).toList());
            lines.add("  where:  " + plain(places));
            lines.add("  cause:  " + plain(entry.cause()));
            lines.add("  fix:    " + plain(entry.fix()));
        }
        return lines;
    }

    /// As a terminal shows it: commands in single quotes, as in all messages.
    private static String plain(String markdown) {
        return markdown.replace('`', '\'');
    }
}
