package llmrouter.demo;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Conversation;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Part;
import llmrouter.chat.Reasoning;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.chat.Tool;
import llmrouter.chat.Turn;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.text.Plural;

/// What a simulated model answers. A token is a word with the space behind it; usage counts just these.
final class DemoAnswer {
    private static final int QUOTED = 200;
    private final String provider;
    private final Conversation asked;

    private DemoAnswer(String provider, Conversation asked) {
        this.provider = provider;
        this.asked = asked;
    }

    /// @param provider     named in the answer, so that people see which provider answered
    /// @param promptTokens what the usage says about the request
    static Answer to(Conversation asked, String provider, String id, long promptTokens) {
        var answer = new DemoAnswer(provider, asked);
        var parts = new ArrayList<Part>();
        long thinking = 0;
        if (answer.shouldThink()) {
            var thought =
                new Part.ThinkingPart("They want an answer. I have none, so I shall be friendly and repeat the "
                + "question.", new Seal(Seal.Kind.SIGNATURE, "", "ZGVtbw=="));
            thinking = tokens(thought.text()).size();
            parts.add(thought);
        }
        if (answer.toolToCall() instanceof Tool tool) {
            parts.add(new Part.ToolCallPart("call_" + id, tool.name(), PlausibleJson.object(tool.schema()).toString()));
            return answer.finish(id, parts, StopReason.TOOL_CALLS, null, promptTokens, thinking);
        }
        return answer.finishText(id, parts, promptTokens, thinking);
    }

    private Answer finishText(String id, List<Part> parts, long promptTokens, long thinking) {
        String text = text();
        StopReason reason = StopReason.END;
        String matched = null;
        for (String stop : asked.sampling().stop()) {
            int at = text.indexOf(stop);
            if (at < 0) continue;
            text = text.substring(0, at);
            reason = StopReason.STOP_SEQUENCE;
            matched = stop;
        }
        List<String> tokens = tokens(text);
        if (asked.maxTokens() != null && tokens.size() + thinking > asked.maxTokens()) {
            text = String.join("", tokens.subList(0, (int) Math.max(0, asked.maxTokens() - thinking)));
            reason = StopReason.LENGTH;
            matched = null;
        }
        if (!text.isEmpty()) parts.add(new Part.TextPart(text));
        return finish(id, parts, reason, matched, promptTokens, thinking);
    }

    private Answer finish(String id, List<Part> parts, StopReason reason, String matched, long promptTokens,
            long thinking) {
        long output = 0;
        for (Part part : parts) output += tokens(words(part)).size();
        return new Answer(id, asked.model(), List.copyOf(parts), reason, matched,
            new Usage(promptTokens, 0, 0, output, thinking));
    }

    private boolean shouldThink() {
        Reasoning wish = asked.reasoning();
        return wish != null && wish.mode() != Reasoning.Mode.DISABLED && wish.effort() != Reasoning.Effort.NONE;
    }

    /// `tools` and `…-tools` models call a harmless tool, once in a conversation. Null if none is to be called.
    private Tool toolToCall() {
        boolean able = asked.model().equals("tools") || asked.model().endsWith("-tools");
        return able ? HarmlessTool.of(asked) : null;
    }

    private String text() {
        return switch (asked.format()) {
            case OutputFormat.JsonSchemaFormat wanted -> PlausibleJson.object(wanted.schema()).toString();
            case OutputFormat.JsonObjectFormat _ -> Json.object().put("answer", spoken()).toString();
            case null -> spoken();
        };
    }

    private String spoken() {
        String result = lastResult();
        if (result != null) return "The tool says: " + result;
        long images = parts(Part.ImagePart.class);
        long documents = parts(Part.DocumentPart.class);
        return "Hello from " + provider + ", a simulated provider. You said: \"" + question() + "\". "
            + (images > 0 ? "You sent " + Plural.of(images, "image") + ". " : "")
            + (documents > 0 ? "You sent " + Plural.of(documents, "document") + ". " : "")
            + "No model was asked: every word of this answer was made up on this machine.";
    }

    /// What the user said last. Coding agents add texts of their own, in tags, which count only if there is no other.
    private String question() {
        String other = "";
        for (Turn turn : asked.turns().reversed()) {
            if (turn.role() != Turn.Role.USER) continue;
            for (Part part : turn.parts().reversed()) {
                if (!(part instanceof Part.TextPart text)) continue;
                String said = text.text();
                String own = withoutTags(said);
                if (!own.isEmpty()) return shortened(own);
                if (other.isEmpty()) other = shortened(said);
            }
        }
        return other;
    }

    /// The text without the elements at its beginning, e.g. `<system-reminder>…</system-reminder>`.
    private static String withoutTags(String text) {
        String rest = text.strip();
        while (rest.startsWith("<") && rest.indexOf('>') > 0) {
            String end = "</" + rest.substring(1, rest.indexOf('>') + 1);
            int at = rest.indexOf(end);
            if (at < 0) return rest;
            rest = rest.substring(at + end.length()).strip();
        }
        return rest;
    }

    private static String shortened(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
    }

    /// The text of the tool result in the last turn, or null if there is none.
    private String lastResult() {
        if (asked.turns().isEmpty()) return null;
        for (Part part : asked.turns().getLast().parts()) {
            if (!(part instanceof Part.ToolResultPart result)) continue;
            var text = new StringBuilder();
            for (Part piece : result.parts()) text.append(words(piece));
            return text.toString();
        }
        return null;
    }

    private long parts(Class<? extends Part> kind) {
        long number = 0;
        for (Turn turn : asked.turns()) {
            for (Part part : turn.parts()) {
                if (kind.isInstance(part)) number++;
            }
        }
        return number;
    }

    private static String words(Part part) {
        return switch (part) {
            case Part.TextPart text -> text.text();
            case Part.ThinkingPart(String text, _) -> text;
            case Part.ToolCallPart call -> call.arguments();
            case Part.RefusalPart(String text) -> text;
            case Part.SummaryPart(String text) -> text;
            case Part.SearchPart search -> search.query();
            case Part.ImagePart _, Part.DocumentPart _, Part.AudioPart _, Part.RedactedThinkingPart _,
                Part.ToolResultPart _ -> "";
        };
    }

    /// The same answer as a stream, a delta for every token.
    static List<AnswerEvent> events(Answer answer) {
        var events = new ArrayList<AnswerEvent>();
        events.add(new AnswerEvent.Started(answer.id(), answer.model(), new Usage(answer.usage().input(), 0, 0, 0, 0)));
        for (Part part : answer.parts()) {
            events.add(new AnswerEvent.Opened(block(part)));
            for (String token : tokens(words(part))) events.add(new AnswerEvent.Delta(token));
            if (part instanceof Part.ThinkingPart(_, Seal seal)) {
                events.add(new AnswerEvent.Signature(seal));
            }
            events.add(new AnswerEvent.Closed());
        }
        events.add(new AnswerEvent.UsageKnown(answer.usage()));
        events.add(new AnswerEvent.Finished(answer.stop(), answer.stopSequence()));
        return events;
    }

    private static Block block(Part part) {
        return switch (part) {
            case Part.ThinkingPart _ -> new Block.ThinkingBlock();
            case Part.ToolCallPart call -> new Block.ToolCallBlock(call.id(), call.name());
            default -> new Block.TextBlock();
        };
    }

    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int space = text.indexOf(' ', from);
            int to = space < 0 ? text.length() : space + 1;
            tokens.add(text.substring(from, to));
            from = to;
        }
        return tokens;
    }
}
