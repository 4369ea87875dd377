package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.protocol.history.EffortChanges;
import llmrouter.protocol.history.NewTurn;
import llmrouter.protocol.history.OfferedTools;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.EffortNames;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.Summaries;

/// Reads `system` and `messages`, with role `system` anywhere among the messages. Turns may also change the effort, the
/// tools, and how long a system text is shown. A summary of the conversation (`compaction`) takes the place of all that
/// stands before it, as the vendor has it (platform.claude.com, Compaction). Claude Code's billing line is left out
/// without a ledger line: it is not meant for the model, and it differs in each conversation, so that prompt caches
/// would miss.
final class MessagesTurnsReader {
    private static final String BILLING = "x-anthropic-billing-header:";

    private final Losses losses;
    private final PieceReading reading;
    private final MessagesBlocksReader blocks;
    private final OfferedTools tools;
    private final EffortChanges efforts = new EffortChanges();
    private final List<Turn> turns = new ArrayList<>();
    /// turns of the request's own `system`
    private int instructions;

    MessagesTurnsReader(OfferedTools tools, Losses losses) {
        this.losses = losses;
        this.tools = tools;
        reading = new PieceReading(losses);
        blocks = new MessagesBlocksReader(reading, tools, losses);
    }

    EffortChanges efforts() {
        return efforts;
    }

    List<Turn> read(RequestFields top) {
        List<Part> system = withoutBilling(blocks.read(top, "system", Role.SYSTEM));
        if (!system.isEmpty()) turns.add(new Turn(Role.SYSTEM, system));
        instructions = turns.size();
        List<RequestFields> messages = top.requiredElements("messages");
        blocks.answered(messages);
        List<Role> roles = new ArrayList<>(messages.size());
        for (RequestFields message : messages) roles.add(role(message));
        int begin = NewTurn.begin(roles.size(), i -> roles.get(i) == Role.ASSISTANT, i -> roles.get(i) == null);
        int lastUser = roles.lastIndexOf(Role.USER);
        for (int i = 0; i < messages.size(); i++) {
            Role role = roles.get(i);
            boolean asked = i >= begin && role != Role.SYSTEM && role != Role.ASSISTANT;
            reading.turn(asked, role == Role.ASSISTANT);
            RequestFields message = messages.get(i);
            if (message == null) odd(reading.odd(top, "messages", i));
            else message(message, role, i < lastUser);
        }
        return turns;
    }

    /// The role; null if it is unknown.
    private static Role role(RequestFields message) {
        if (message == null || !(message.raw("role") instanceof Json.Str role)) return null;
        return switch (role.value()) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> null;
        };
    }

    private void odd(List<Part> words) {
        if (!words.isEmpty()) turns.add(new Turn(Role.USER, words));
    }

    /// @param cleared whether a later message of the user exists
    private void message(RequestFields message, Role known, boolean cleared) {
        Role role = known == null ? unknown(message) : known;
        if (!message.has("content") && reading.asked()) {
            throw message.error("content", "is missing. Give a string or an array of blocks");
        }
        if (role == Role.ASSISTANT) blocks.spoken(message);
        List<Part> parts = message.has("content") || known != null ? blocks.read(message, "content", role)
            : reading.nearest(message, "messages");
        if (role == Role.SYSTEM) effort(message.raw("output_config"));
        else efforts.turn(role == Role.USER && blocks.newInput());
        String until = reading.text(message, "clear_at");
        if (role == Role.SYSTEM && cleared && "next_user_message".equals(until)) return;
        if (blocks.takeSummary() instanceof String summary) summarise(summary);
        turns.add(new Turn(role, role == Role.SYSTEM ? withoutBilling(parts) : parts));
    }

    /// A message of an unknown role counts as the user's.
    private Role unknown(RequestFields message) {
        String role = reading.text(message, "role");
        if (reading.asked()) {
            throw message.error("role", role == null ? "is missing. Give a string"
                : "cannot be '" + role + "'. Use user, assistant or system");
        }
        losses.approximated("role", "a message of an unknown role is sent as the user's");
        return Role.USER;
    }

    private void effort(Json config) {
        if (!(config instanceof Json.Obj output)) {
            if (config != null) losses.dropped("output_config");
            return;
        }
        Json word = output.get("effort");
        if (Json.isNull(word)) return;
        if (word instanceof Json.Str s && EffortNames.of(s.value()) != null) efforts.change(EffortNames.of(s.value()));
        else losses.dropped("output_config.effort");
    }

    private void summarise(String summary) {
        turns.subList(instructions, turns.size()).clear();
        turns.add(Summaries.turn(summary));
    }

    private static List<Part> withoutBilling(List<Part> parts) {
        var kept = new ArrayList<Part>(parts.size());
        for (Part part : parts) {
            if (!(part instanceof TextPart text) || !text.said().startsWith(BILLING)) {
                kept.add(part);
                continue;
            }
            int line = text.text().indexOf('\n');
            if (line >= 0) kept.add(new TextPart(text.text().substring(line + 1), text.cache()));
        }
        return kept;
    }
}
