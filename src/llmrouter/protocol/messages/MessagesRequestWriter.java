package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat.JsonObjectFormat;
import llmrouter.chat.OutputFormat.JsonSchemaFormat;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Sampling;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice.AnyChoice;
import llmrouter.chat.ToolChoice.AutoChoice;
import llmrouter.chat.ToolChoice.NamedChoice;
import llmrouter.chat.ToolChoice.NoneChoice;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.request.ClosedSchema;
import llmrouter.protocol.request.Decimals;
import llmrouter.protocol.request.ModelTraits.Mark;
import llmrouter.protocol.request.OpenAiFields;
import llmrouter.protocol.request.RequestDraft;
import llmrouter.protocol.request.ToolSchema;
import llmrouter.protocol.search.WebSearchTools;
import llmrouter.protocol.search.SearchBlocks;
import llmrouter.text.Ws;

/// Writes a Messages request that the vendor's validation accepts. One request, one owner.
final class MessagesRequestWriter {
    /// Room for a long answer that every Messages model since 2024 allows.
    private static final long DEFAULT_MAX_TOKENS = 8192;
    private static final String BESIDE_THINKING = "not beside thinking";
    private static final String JSON_ONLY = "Answer with one JSON object and nothing else.";
    /// With thinking, the vendor accepts a `top_p` from this value to 1.
    private static final long LEAST_TOP_P_MILLIONTHS = 950_000;

    private final RequestDraft draft;
    private final Conversation conversation;
    private final Losses losses;
    private final List<Json> tools = new ArrayList<>();
    private String answerTool;

    private MessagesRequestWriter(RequestDraft draft) {
        this.draft = draft;
        conversation = draft.conversation();
        losses = draft.losses();
    }

    static WrittenRequest write(Conversation conversation, Target target, Losses losses) {
        return new MessagesRequestWriter(RequestDraft.withPlainTools(conversation, target, losses)).run();
    }

    private WrittenRequest run() {
        for (Tool tool : conversation.tools()) tools.add(tool(tool));
        var turns = new MessagesTurnsWriter(draft.names(), losses);
        turns.write(turns());
        boolean formatted = conversation.format() instanceof JsonSchemaFormat && draft.traits().structuredOutput()
            && draft.target().accepts("output_config");
        if (conversation.format() instanceof JsonSchemaFormat format && !formatted) answerTool = answerTool(format);
        long maxTokens = maxTokens();
        ToolChoice choice = choice();
        var thinking = thinking(choice, maxTokens, turns);
        search();
        CacheMarks.place(conversation.cache(), tools, turns);
        CacheMarks.limit(tools, turns, draft.target().accepts("cache_control"), losses);
        turns.simplify();

        draft.require("max_tokens", Json.of(maxTokens));
        draft.require("system", MessagesTurnsWriter.plain(turns.system));
        draft.require("messages", turns.messages);
        if (!tools.isEmpty()) draft.require("tools", new Json.Arr(tools));
        if (!tools.isEmpty()) draft.put("tool_choice", "tool_choice", toolChoice(choice));
        if (thinking.thinking() != null) draft.put("thinking", "reasoning", thinking.thinking());
        outputConfig(thinking, formatted);
        sampling(conversation.sampling(), thinking.on() && draft.target().accepts("thinking"));
        List<String> stops = draft.stops("stop_sequences", Integer.MAX_VALUE, false);
        if (conversation.user() != null) {
            draft.put("metadata", "user", Json.object().put("user_id", conversation.user()));
        }
        if (conversation.cache().mark() != null) {
            draft.put("cache_control", "cache", CacheMarks.json(conversation.cache().mark()));
        }
        OpenAiFields.drop(conversation.extras(), losses);
        if (conversation.stream()) draft.require("stream", Json.of(true));
        boolean chosen = conversation.maxTokens() == null && draft.target().maxOutputTokens() == null;
        return draft.written(answerTool, stops).endingAt(chosen ? maxTokens : 0);
    }

    /// No two tools may have one name.
    private void search() {
        if (!WebSearchTools.isAccepted(conversation.search(), draft)) return;
        boolean taken = false;
        for (Tool tool : conversation.tools()) taken |= draft.names().wire(tool.name()).equals(SearchBlocks.NAME);
        if (taken) losses.dropped("web_search", "another tool has this name");
        else tools.add(WebSearchTools.writeMessages(conversation.search(), losses));
    }

    /// This format has no field for JSON without a schema; an instruction asks for it.
    private List<Turn> turns() {
        if (!(conversation.format() instanceof JsonObjectFormat)) return conversation.turns();
        losses.approximated("output", "asked for by an instruction");
        var turns = new ArrayList<>(conversation.turns());
        int at = 0;
        while (at < turns.size() && turns.get(at).role() == Role.SYSTEM) at++;
        turns.add(at, new Turn(Role.SYSTEM, List.of(new TextPart(JSON_ONLY))));
        return turns;
    }

    private Json tool(Tool tool) {
        boolean enforced = draft.traits().structuredOutput() && draft.target().accepts("strict");
        var schema = ToolSchema.forMessages(tool, enforced, losses);
        Json.Obj json = Json.object().put("name", draft.names().wire(tool.name()));
        if (!Ws.blank(schema.description())) json.put("description", schema.description());
        json.put("input_schema", schema.json());
        if (schema.strict()) json.put("strict", true);
        return tool.cache() == null ? json : json.put("cache_control", CacheMarks.json(tool.cache()));
    }

    /// A tool whose arguments are the answer, for models without another way to enforce a schema.
    private String answerTool(JsonSchemaFormat format) {
        losses.approximated("output", "asked for by a tool that the model must call");
        String name = draft.names().fresh(format.name() == null ? "json" : format.name());
        String description = format.description() == null
            ? "Give the answer by calling this tool." : format.description();
        var schema = ToolSchema.of(format.schema(), description, losses);
        tools.add(Json.object().put("name", name).put("description", schema.description()).put("input_schema",
            schema.json()));
        return name;
    }

    /// With an answer tool beside real ones the model must call one of them, and only one.
    private ToolChoice choice() {
        ToolChoice choice = conversation.toolChoice();
        boolean forced = choice instanceof AnyChoice || choice instanceof NamedChoice;
        if (forced && draft.traits().has(Mark.CHOOSES_TOOLS_ITSELF)) {
            losses.approximated("tool_choice", "the model cannot be made to call a tool");
            choice = null;
        }
        if (answerTool == null) return choice;
        boolean alone = tools.size() == 1 || choice instanceof NoneChoice;
        return alone ? new NamedChoice(answerTool) : choice instanceof NamedChoice ? choice : new AnyChoice();
    }

    private Json toolChoice(ToolChoice choice) {
        boolean single = Boolean.FALSE.equals(conversation.parallelTools()) || answerTool != null;
        Json.Obj json = switch (choice) {
            case null -> single ? Json.object().put("type", "auto") : null;
            case AutoChoice _ -> Json.object().put("type", "auto");
            case NoneChoice _ -> Json.object().put("type", "none");
            case AnyChoice _ -> Json.object().put("type", "any");
            case NamedChoice named ->
                Json.object().put("type", "tool").put("name", named.name().equals(answerTool)
                    ? answerTool : draft.names().wire(named.name()));
        };
        return single && !(choice instanceof NoneChoice) ? json.put("disable_parallel_tool_use", true) : json;
    }

    private long maxTokens() {
        Long wanted = draft.maxTokens();
        if (wanted != null) return wanted;
        return draft.target().maxOutputTokens() == null ? DEFAULT_MAX_TOKENS : draft.target().maxOutputTokens();
    }

    private MessagesThinking thinking(ToolChoice choice, long maxTokens, MessagesTurnsWriter turns) {
        boolean forced = !tools.isEmpty() && (choice instanceof AnyChoice || choice instanceof NamedChoice);
        return MessagesThinking.of(conversation.reasoning(), draft.traits(), maxTokens, forced,
            turns.openTurnsBeginWithThinking(), losses);
    }

    private void outputConfig(MessagesThinking thinking, boolean formatted) {
        Json.Obj config = Json.object();
        if (thinking.effort() != null) config.put("effort", thinking.effort().word());
        if (formatted && conversation.format() instanceof JsonSchemaFormat format) {
            Json schema = format.schema();
            if (format.description() != null) losses.approximated("output", "its description is left out");
            if (!ClosedSchema.isClosed(schema)) {
                losses.approximated("output", "other properties are excluded");
                schema = ClosedSchema.close(schema);
            }
            config.put("format", Json.object().put("type", "json_schema").put("schema", schema));
        }
        if (!config.members().isEmpty()) draft.put("output_config", "reasoning", config);
    }

    private void sampling(Sampling sampling, boolean thinking) {
        if (draft.traits().fixedSampling()) {
            draft.putUnlessFixed("temperature", sampling.temperature());
            draft.putUnlessFixed("top_p", sampling.topP());
            if (sampling.topK() != null) losses.dropped("top_k", "the model takes none");
        } else {
            temperature(sampling.temperature(), thinking);
            boolean lowTopP = thinking && sampling.topP() != null
                && Decimals.millionths(sampling.topP()) < LEAST_TOP_P_MILLIONTHS;
            unless(lowTopP, "top_p", sampling.topP());
            unless(thinking, "top_k", sampling.topK());
        }
        draft.dropSeedAndPenalties(sampling);
    }

    private void temperature(Json.Num wanted, boolean thinking) {
        if (wanted == null) return;
        Json.Num clamped = Decimals.clamp(wanted, 0, 1);
        if (thinking && !Decimals.equal(wanted, 1)) {
            losses.dropped("temperature", BESIDE_THINKING);
            return;
        }
        if (!clamped.equals(wanted)) losses.approximated("temperature", "1 is the most");
        draft.put("temperature", "temperature", clamped);
    }

    private void unless(boolean refused, String field, Json.Num value) {
        if (value == null) return;
        if (refused) losses.dropped(field, BESIDE_THINKING);
        else draft.put(field, field, value);
    }
}
