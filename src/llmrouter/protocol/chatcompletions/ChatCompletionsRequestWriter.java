package llmrouter.protocol.chatcompletions;

import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Part;
import llmrouter.chat.Reasoning;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning.Mode;
import llmrouter.chat.Sampling;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice.AnyChoice;
import llmrouter.chat.ToolChoice.AutoChoice;
import llmrouter.chat.ToolChoice.NamedChoice;
import llmrouter.chat.ToolChoice.NoneChoice;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.ClosedSchema;
import llmrouter.protocol.Decimals;
import llmrouter.protocol.EffortWords;
import llmrouter.protocol.Fnv1a;
import llmrouter.protocol.ModelTraits;
import llmrouter.protocol.RequestBody;
import llmrouter.protocol.Target;
import llmrouter.protocol.ToolNames;
import llmrouter.protocol.WrittenRequest;
import llmrouter.text.Ws;

/// Writes a Chat Completions request that the vendor's validation accepts. One request, one owner.
final class ChatCompletionsRequestWriter {
    private static final int MOST_STOPS = 4;

    private final Conversation conversation;
    private final Target target;
    private final Losses losses;
    private final ModelTraits traits;
    private final RequestBody body;
    private final ToolNames names = new ToolNames();

    private ChatCompletionsRequestWriter(Conversation conversation, Target target, Losses losses) {
        this.conversation = conversation;
        this.target = target;
        this.losses = losses;
        traits = ModelTraits.of(target.model());
        body = new RequestBody(target, losses);
    }

    static WrittenRequest write(Conversation conversation, Target target, Losses losses) {
        return new ChatCompletionsRequestWriter(conversation, target, losses).run();
    }

    private WrittenRequest run() {
        Json.Arr tools = Json.array();
        for (Tool tool : conversation.tools()) tools.add(tool(tool));
        boolean replays = traits.reasoningReplayed() || target.requires("reasoning_content");
        Json.Arr messages = ChatTurnsWriter.write(conversation.turns(), names, replays, losses);
        if (messages.size() == 0) throw GatewayError.badRequest("messages: hold nothing that can be sent; give at least one message with words", "messages");
        body.require("messages", messages);
        if (tools.size() > 0) {
            body.require("tools", tools);
            body.put("tool_choice", "tool_choice", toolChoice());
            body.put("parallel_tool_calls", "parallel", conversation.parallelTools() instanceof Boolean b ? Json.of(b) : null);
        }
        maxTokens();
        sampling(conversation.sampling());
        reasoning(conversation.reasoning());
        if (conversation.format() != null) body.put("response_format", "output", format(conversation.format()));
        cacheKey();
        user();
        stream();
        return new WrittenRequest(body.json(), names, null);
    }

    private Json tool(Tool tool) {
        Json.Obj function = Json.object().put("name", names.wire(tool.name()));
        if (!Ws.blank(tool.description())) function.put("description", tool.description());
        function.put("parameters", tool.schema());
        if (tool.strict() != null) function.put("strict", tool.strict());
        return Json.object().put("type", "function").put("function", function);
    }

    private Json toolChoice() {
        return switch (conversation.toolChoice()) {
            case null -> null;
            case AutoChoice _ -> Json.of("auto");
            case NoneChoice _ -> Json.of("none");
            case AnyChoice _ -> Json.of("required");
            case NamedChoice named -> Json.object().put("type", "function").put("function", Json.object().put("name", names.wire(named.name())));
        };
    }

    private void maxTokens() {
        if (conversation.maxTokens() == null) return;
        body.require(target.accepts("max_completion_tokens") ? "max_completion_tokens" : "max_tokens", Json.of(conversation.maxTokens()));
    }

    private void sampling(Sampling sampling) {
        free("temperature", sampling.temperature());
        free("top_p", sampling.topP());
        if (sampling.topK() != null) losses.dropped("top_k");
        stop(sampling.stop());
        body.put("seed", "seed", sampling.seed());
        body.put("frequency_penalty", "frequency_penalty", sampling.frequencyPenalty());
        body.put("presence_penalty", "presence_penalty", sampling.presencePenalty());
    }

    /// Reasoning models take only the default, 1.
    private void free(String field, Json.Num value) {
        if (value == null) return;
        if (!traits.fixedSampling()) body.put(field, field, value);
        else if (!Decimals.equal(value, 1)) losses.dropped(field);
    }

    private void stop(List<String> wanted) {
        Json.Arr stop = Json.array();
        for (String sequence : wanted) {
            if (sequence.isEmpty() || stop.size() == MOST_STOPS) losses.approximated("stop");
            else stop.add(Json.of(sequence));
        }
        if (stop.size() > 0) body.put("stop", "stop", stop);
    }

    private void reasoning(Reasoning wish) {
        if (wish == null) return;
        Effort wanted = effort(wish);
        Effort level = traits.nearest(wanted);
        if (level == null && wanted == Effort.NONE) return;
        if (level == null) {
            losses.dropped("reasoning");
            return;
        }
        if (level != wanted) losses.approximated("reasoning");
        // a level that thinks is worse than the provider's default for someone who wants none, unless the model is known
        if (wanted == Effort.NONE && level == Effort.LOW && !traits.fixedSampling()) return;
        body.put("reasoning_effort", "reasoning", Json.of(level.word()));
    }

    /// A client that lets the model decide how much to think gets the middle level.
    private Effort effort(Reasoning wish) {
        if (wish.mode() == Mode.DISABLED) return Effort.NONE;
        if (wish.effort() != null) return wish.effort();
        if (wish.budget() != null) {
            losses.approximated("budget_tokens");
            return EffortWords.ofBudget(wish.budget(), conversation.maxTokens() == null ? wish.budget() : conversation.maxTokens());
        }
        losses.approximated("reasoning");
        return Effort.MEDIUM;
    }

    /// `strict` only where the client said so, or where the schema obeys the vendor's rules for it.
    private static Json format(OutputFormat format) {
        return switch (format) {
            case OutputFormat.JsonObjectFormat _ -> Json.object().put("type", "json_object");
            case OutputFormat.JsonSchemaFormat f -> {
                Json.Obj schema = Json.object().put("name", f.name() == null ? "response" : new ToolNames().wire(f.name()))
                    .put("description", f.description()).put("schema", f.schema());
                boolean strict = f.strict() == null ? ClosedSchema.isStrict(f.schema()) : f.strict();
                yield Json.object().put("type", "json_schema").put("json_schema", strict ? schema.put("strict", true) : schema);
            }
        };
    }

    /// Cache marks have no place here, but a key lets the provider route the same prefix to the same cache: the same conversation
    /// always gives the same key.
    private void cacheKey() {
        var hints = conversation.cache();
        if (hints.key() != null) body.put("prompt_cache_key", "cache", Json.of(hints.key()));
        else if (marked()) body.put("prompt_cache_key", "cache", Json.of(PromptKey.of(target.model(), conversation.tools(), body.json().items("messages"))));
        if (hints.retention() != null) body.put("prompt_cache_retention", "prompt_cache_retention", Json.of(hints.retention()));
    }

    private boolean marked() {
        if (conversation.cache().mark() != null) return true;
        for (Tool tool : conversation.tools()) if (tool.cache() != null) return true;
        for (Turn turn : conversation.turns()) for (Part part : turn.parts()) if (mark(part) != null) return true;
        return false;
    }

    private static CacheMark mark(Part part) {
        return switch (part) {
            case Part.TextPart p -> p.cache();
            case Part.ImagePart p -> p.cache();
            case Part.DocumentPart p -> p.cache();
            case Part.ToolCallPart p -> p.cache();
            case Part.ToolResultPart p -> p.cache();
            case Part.AudioPart _, Part.ThinkingPart _, Part.RedactedThinkingPart _, Part.RefusalPart _ -> null;
        };
    }

    private void user() {
        String user = conversation.user();
        if (user == null) return;
        String fit = fitUser(user);
        if (!fit.equals(user)) losses.approximated("user");
        body.put(target.accepts("user") ? "user" : "safety_identifier", "user", Json.of(fit));
    }

    /// The vendor allows 64 characters. Claude Code sends a JSON text: its session id is what tells users apart for abuse checks and
    /// caches. Any other long id becomes its hash.
    private static String fitUser(String user) {
        if (user.length() <= 64) return user;
        try {
            if (Json.parse(user) instanceof Json.Obj o && o.text("session_id") instanceof String session && !session.isEmpty() && session.length() <= 64)
                return session;
        } catch (JsonError _) {
            // not JSON: an id like any other
        }
        return "user-" + Fnv1a.hex(user);
    }

    /// Usage is always asked for: the gateway counts tokens, and hides the extra chunk from a client that did not ask.
    private void stream() {
        if (!conversation.stream()) return;
        body.require("stream", Json.of(true));
        if (target.accepts("stream_options")) body.require("stream_options", Json.object().put("include_usage", true));
    }
}
