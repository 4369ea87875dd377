package llmrouter.protocol.chatcompletions;

import java.util.List;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.OpenAiExtras;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning;
import llmrouter.chat.Sampling;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice.AnyChoice;
import llmrouter.chat.ToolChoice.AutoChoice;
import llmrouter.chat.ToolChoice.NamedChoice;
import llmrouter.chat.ToolChoice.NoneChoice;
import llmrouter.json.Json;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;
import llmrouter.protocol.request.CacheBreakpoints;
import llmrouter.protocol.request.ClosedSchema;
import llmrouter.protocol.request.EffortChoice;
import llmrouter.protocol.request.OpenAiFields;
import llmrouter.protocol.request.OpenAiSession;
import llmrouter.protocol.request.RequestDraft;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolNames;
import llmrouter.protocol.request.ToolSchema;
import llmrouter.protocol.search.WebSearchTools;
import llmrouter.text.Ws;

/// Writes a Chat Completions request that the vendor's validation accepts. One request, one owner.
final class ChatCompletionsRequestWriter {
    private static final int MOST_STOPS = 4;
    private static final List<String> CACHE_OPTIONS = List.of("mode", "ttl");
    private static final String EFFORT = "reasoning_effort";

    private final RequestDraft draft;
    private final Conversation conversation;
    private final Losses losses;
    /// where the gateway ends the answer: those that are too many
    private List<String> stops = List.of();

    private ChatCompletionsRequestWriter(RequestDraft draft) {
        this.draft = draft;
        conversation = draft.conversation();
        losses = draft.losses();
    }

    static WrittenRequest write(Conversation conversation, Target target, Losses losses) {
        return new ChatCompletionsRequestWriter(RequestDraft.withPlainTools(conversation, target, losses)).run();
    }

    private WrittenRequest run() {
        Json.Arr tools = Json.array();
        for (Tool tool : conversation.tools()) tools.add(tool(tool));
        boolean replays = draft.target().accepts("reasoning_content")
            && (draft.traits().reasoningReplayed() || draft.target().requires("reasoning_content"));
        boolean signs = GeminiCalls.mustBeSigned(draft.target().model())
            && draft.target().accepts(GeminiCalls.EXTRA);
        var form = new ChatTurnsWriter.Form(replays, signs);
        var breakpoints = CacheBreakpoints.of(draft);
        Json.Arr messages = ChatTurnsWriter.write(conversation.turns(), draft.names(), form, breakpoints,
            losses);
        if (messages.size() == 0) {
            throw RequestFields.wrong(losses.spelled("messages"),
                "holds nothing that can be sent. Give at least one message with text");
        }
        draft.require("messages", messages);
        if (tools.size() > 0) {
            draft.require("tools", tools);
            draft.put("tool_choice", "tool_choice", toolChoice());
            draft.put("parallel_tool_calls", "parallel", conversation.parallelTools() instanceof Boolean b
                ? Json.of(b) : null);
        }
        maxTokens();
        sampling(conversation.sampling());
        effort(tools.size() > 0);
        if (conversation.format() != null) draft.put("response_format", "output", format(conversation.format()));
        if (conversation.search() != null) {
            boolean searches = WebSearchTools.isSearchModel(draft.target().model());
            if (!searches) losses.dropped("web_search", "in this format only search models search");
            else draft.put("web_search_options", "web_search", WebSearchTools.writeChat(conversation.search(), losses));
        }
        OpenAiSession.write(draft, messages.items());
        OpenAiExtras extras = conversation.extras();
        if (extras.verbosity() != null) draft.put("verbosity", "verbosity", Json.of(extras.verbosity()));
        if (extras.logprobs()) draft.put("logprobs", "logprobs", Json.of(true));
        OpenAiFields.write(draft, CACHE_OPTIONS);
        breakpoints.write();
        stream();
        return draft.written(null, stops);
    }

    private Json tool(Tool tool) {
        Json.Obj function = Json.object().put("name", draft.names().wire(tool.name()));
        var schema = ToolSchema.forOpenAi(tool, losses);
        if (!Ws.blank(schema.description())) function.put("description", schema.description());
        function.put("parameters", schema.json());
        if (tool.strict() != null) function.put("strict", schema.strict());
        return Json.object().put("type", "function").put("function", function);
    }

    private Json toolChoice() {
        return switch (conversation.toolChoice()) {
            case null -> null;
            case AutoChoice _ -> Json.of("auto");
            case NoneChoice _ -> Json.of("none");
            case AnyChoice _ -> Json.of("required");
            case NamedChoice named ->
                Json.object().put("type", "function").put("function",
                    Json.object().put("name", draft.names().wire(named.name())));
        };
    }

    private void effort(boolean tools) {
        Effort effort = EffortChoice.of(conversation.reasoning(), conversation.maxTokens(), draft.traits(), losses);
        if (tools && draft.target().requires(EFFORT)) {
            if (!wantsNone()) losses.approximated("reasoning", ChatCompletions.TOOLS_WITHOUT_THINKING);
            draft.require(EFFORT, Json.of(Effort.NONE.word()));
        } else if (effort != null) {
            draft.put(EFFORT, "reasoning", Json.of(effort.word()));
        }
    }

    private boolean wantsNone() {
        Reasoning wish = conversation.reasoning();
        return wish != null && (wish.mode() == Reasoning.Mode.DISABLED || wish.effort() == Effort.NONE);
    }

    private void maxTokens() {
        Long most = draft.maxTokens();
        if (most == null) return;
        draft.require(draft.target().accepts("max_completion_tokens") ? "max_completion_tokens" : "max_tokens",
            Json.of(most));
    }

    private void sampling(Sampling sampling) {
        draft.putUnlessFixed("temperature", sampling.temperature());
        draft.putUnlessFixed("top_p", sampling.topP());
        if (sampling.topK() != null) losses.dropped("top_k");
        stops = draft.stops("stop", MOST_STOPS, true);
        draft.put("seed", "seed", sampling.seed());
        draft.put("frequency_penalty", "frequency_penalty", sampling.frequencyPenalty());
        draft.put("presence_penalty", "presence_penalty", sampling.presencePenalty());
    }

    /// `strict` is set only if the client set it, or if the schema obeys the vendor's rules for it.
    private static Json format(OutputFormat format) {
        return switch (format) {
            case OutputFormat.JsonObjectFormat _ -> Json.object().put("type", "json_object");
            case OutputFormat.JsonSchemaFormat f -> {
                Json.Obj schema = Json.object().put("name", f.name() == null
                    ? "response" : new ToolNames().wire(f.name())).put("description", f.description()).put("schema",
                    f.schema());
                boolean strict = f.strict() == null ? ClosedSchema.isStrict(f.schema()) : f.strict();
                yield Json.object().put("type", "json_schema").put("json_schema",
                    strict ? schema.put("strict", true) : schema);
            }
        };
    }

    /// The request always asks for usage, because the gateway counts tokens; the gateway hides the extra chunk from a
    /// client that did not ask for it.
    private void stream() {
        if (!conversation.stream()) return;
        draft.require("stream", Json.of(true));
        if (draft.target().accepts("stream_options")) {
            draft.require("stream_options", Json.object().put("include_usage", true));
        }
    }
}
