package llmrouter.protocol.responses;

import java.util.List;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning;
import llmrouter.chat.Sampling;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice.AnyChoice;
import llmrouter.chat.ToolChoice.AutoChoice;
import llmrouter.chat.ToolChoice.NamedChoice;
import llmrouter.chat.ToolChoice.NoneChoice;
import llmrouter.chat.WebSearch;
import llmrouter.json.Json;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.request.CacheBreakpoints;
import llmrouter.protocol.request.ClosedSchema;
import llmrouter.protocol.request.EffortChoice;
import llmrouter.protocol.request.OpenAiFields;
import llmrouter.protocol.request.OpenAiSession;
import llmrouter.protocol.request.RequestDraft;
import llmrouter.protocol.request.ToolNames;
import llmrouter.protocol.search.WebSearchTools;
import llmrouter.protocol.request.ToolSchema;
import llmrouter.text.Ws;

/// Writes a Responses request that the vendor's validation accepts. It asks for nothing to be stored, and for reasoning
/// in the form that can be sent back. One request, one owner.
final class ResponsesRequestWriter {
    /// The vendor refuses a smaller number.
    private static final long LEAST_MAX_TOKENS = 16;
    /// An account may think, but see no summaries, until the vendor has verified its organization.
    private static final String SUMMARY = "reasoning.summary";
    private static final List<String> CACHE_OPTIONS = List.of("mode", "ttl", "prewarm", "comparison_response_id");

    private final RequestDraft draft;
    private final Conversation conversation;
    private final Losses losses;

    private ResponsesRequestWriter(RequestDraft draft) {
        this.draft = draft;
        conversation = draft.conversation();
        losses = draft.losses();
    }

    static WrittenRequest write(Conversation conversation, Target target, Losses losses) {
        return new ResponsesRequestWriter(RequestDraft.of(conversation, target, losses)).run();
    }

    private WrittenRequest run() {
        Json.Arr tools = tools();
        WebSearch search = conversation.search();
        if (WebSearchTools.isAccepted(search, draft)) {
            tools.add(WebSearchTools.writeResponses(search, losses));
            if (search.maxUses() != null) draft.put("max_tool_calls", "max_uses", Json.of(search.maxUses()));
        }
        var breakpoints = CacheBreakpoints.of(draft);
        var items = new ResponsesItemsWriter(draft.names(), breakpoints, losses);
        items.write(conversation.turns());
        if (items.instructions() != null) draft.require("instructions", Json.of(items.instructions()));
        draft.require("input", items.input);
        if (tools.size() > 0) {
            draft.require("tools", tools);
            draft.put("tool_choice", "tool_choice", toolChoice());
            draft.put("parallel_tool_calls", "parallel", conversation.parallelTools() instanceof Boolean b
                ? Json.of(b) : null);
        }
        maxTokens();
        sampling(conversation.sampling());
        include(reasoning());
        text();
        OpenAiSession.write(draft, items.input.items());
        OpenAiFields.write(draft, CACHE_OPTIONS);
        breakpoints.write();
        draft.put("store", "store", Json.of(false));
        if (conversation.stream()) draft.require("stream", Json.of(true));
        return draft.written(null, conversation.sampling().stop());
    }

    /// Neighbouring tools of one namespace are put into it together.
    private Json.Arr tools() {
        Json.Arr tools = Json.array();
        String namespace = null;
        Json.Arr open = tools;
        for (Tool tool : conversation.tools()) {
            String group = tool.kind().namespace();
            if (group == null) open = tools;
            else if (!group.equals(namespace)) {
                open = Json.array();
                tools.add(Json.object().put("type", "namespace").put("name", group).put("description", "").put("tools",
                    open));
            }
            namespace = group;
            open.add(tool(tool));
        }
        return tools;
    }

    /// Without `strict: false` the vendor applies its rules for strict schemas, and refuses schemas that break them.
    private Json tool(Tool tool) {
        Json.Obj json = Json.object().put("type", tool.kind().freeform() ? "custom" : "function").put("name",
            draft.names().wire(tool.name()));
        if (tool.kind().freeform()) {
            if (!Ws.blank(tool.description())) json.put("description", tool.description());
            return json.put("format", tool.schema());
        }
        var schema = ToolSchema.forOpenAi(tool, losses);
        if (!Ws.blank(schema.description())) json.put("description", schema.description());
        return json.put("parameters", schema.json()).put("strict", schema.strict());
    }

    private Json toolChoice() {
        return switch (conversation.toolChoice()) {
            case null -> null;
            case AutoChoice _ -> Json.of("auto");
            case NoneChoice _ -> Json.of("none");
            case AnyChoice _ -> Json.of("required");
            case NamedChoice named ->
                Json.object().put("type", freeform(named.name()) ? "custom" : "function").put("name",
                    draft.names().wire(named.name()));
        };
    }

    private boolean freeform(String name) {
        for (Tool tool : conversation.tools()) {
            if (tool.name().equals(name)) return tool.kind().freeform();
        }
        return false;
    }

    private void maxTokens() {
        Long most = draft.maxTokens();
        if (most == null) return;
        if (most < LEAST_MAX_TOKENS) losses.approximated("max_tokens", LEAST_MAX_TOKENS + " is the least");
        draft.require("max_output_tokens", Json.of(Math.max(LEAST_MAX_TOKENS, most)));
    }

    private void sampling(Sampling sampling) {
        draft.putUnlessFixed("temperature", sampling.temperature());
        draft.putUnlessFixed("top_p", sampling.topP());
        if (sampling.topK() != null) losses.dropped("top_k");
        draft.dropSeedAndPenalties(sampling);
    }

    /// For a client that switched thinking on, or that wants to see it, the request asks for a summary of it.
    ///
    /// @return whether the reasoning is wanted in the form that can be sent back
    private boolean reasoning() {
        Reasoning wish = conversation.reasoning();
        if (wish == null) return false;
        Effort level = EffortChoice.of(wish, conversation.maxTokens(), draft.traits(), losses);
        boolean thinks = level != Effort.NONE && !draft.traits().efforts().isEmpty();
        boolean summary = thinks && wantsSummary(wish, level) && draft.target().accepts(SUMMARY);
        if (level == null && !summary) return false;
        Json.Obj reasoning = Json.object().put("effort", level == null ? null : level.word());
        draft.put("reasoning", "reasoning", summary ? reasoning.put("summary", "auto") : reasoning);
        return level != Effort.NONE;
    }

    /// Encrypted reasoning is asked for by the gateway, probabilities of tokens by the client.
    private void include(boolean reasoning) {
        boolean accepted = draft.target().accepts("include");
        if (accepted) draft.require("include", OpenAiFields.include(conversation.extras(), reasoning));
        else if (conversation.extras().logprobs()) losses.dropped("logprobs", "the model refuses include");
    }

    private void text() {
        Json.Obj text = Json.object();
        if (conversation.format() != null) text.put("format", format(conversation.format()));
        String verbosity = conversation.extras().verbosity();
        if (verbosity != null && draft.target().accepts("verbosity")) text.put("verbosity", verbosity);
        else if (verbosity != null) losses.dropped("verbosity", "the model refuses text.verbosity");
        if (!text.members().isEmpty()) draft.put("text", conversation.format() == null ? "verbosity" : "output", text);
    }

    private static boolean wantsSummary(Reasoning wish, Effort level) {
        return wish.shown() == null ? wish.mode() != null && level != null : wish.shown();
    }

    /// `strict` is set only if the client set it, or if the schema obeys the vendor's rules for it.
    private static Json format(OutputFormat format) {
        return switch (format) {
            case OutputFormat.JsonObjectFormat _ -> Json.object().put("type", "json_object");
            case OutputFormat.JsonSchemaFormat f -> {
                Json.Obj schema = Json.object().put("type", "json_schema").put("name",
                    f.name() == null ? "response" : new ToolNames().wire(f.name())).put("description", f.description())
                    .put("schema", f.schema());
                yield schema.put("strict", f.strict() == null ? ClosedSchema.isStrict(f.schema()) : f.strict());
            }
        };
    }
}
