package llmrouter.protocol.responses;

import java.util.Map;
import java.util.Set;

import llmrouter.json.Json;
import llmrouter.json.JsonSize;
import llmrouter.protocol.AnswerContext;

/// The members of a `response` that repeat the request (OpenAI API reference, "The response object"). Strict clients
/// read every one of them, so those that the request does not set have the vendor's default. Built once for an answer:
/// the events of a stream repeat it as text.
final class ResponseEcho {
    private static final Json NONE = Json.Null.NULL;
    private static final Map<String, Json> DEFAULTS = Map.ofEntries(
        Map.entry("background", Json.of(false)), Map.entry("frequency_penalty", Json.of(0)),
        Map.entry("instructions", NONE), Map.entry("max_output_tokens", NONE), Map.entry("max_tool_calls", NONE),
        Map.entry("metadata", Json.object()), Map.entry("parallel_tool_calls", Json.of(true)),
        Map.entry("presence_penalty", Json.of(0)), Map.entry("previous_response_id", NONE),
        Map.entry("prompt_cache_key", NONE), Map.entry("safety_identifier", NONE), Map.entry("store", Json.of(false)),
        Map.entry("temperature", Json.of(1)), Map.entry("tool_choice", Json.of("auto")),
        Map.entry("top_logprobs", Json.of(0)), Map.entry("top_p", Json.of(1)),
        Map.entry("truncation", Json.of("disabled")), Map.entry("user", NONE));
    /// Members in which what is missing is filled in.
    private static final Set<String> FILLED_IN = Set.of("reasoning", "text", "tools");
    /// The order in which they are written.
    private static final String[] NAMES = {"background", "frequency_penalty", "instructions", "max_output_tokens",
        "max_tool_calls", "metadata", "parallel_tool_calls", "presence_penalty", "previous_response_id",
        "prompt_cache_key", "safety_identifier", "store", "temperature", "tool_choice", "top_logprobs", "top_p",
        "truncation", "user"};

    /// So many characters of the request are repeated. A stream's events repeat them three times.
    static final int MOST = 256 << 10;
    /// Of a longer request only members shorter than this are repeated, so that the sum of all is shorter than
    /// [#MOST]. The others have the vendor's default: the client knows what it sent.
    private static final int SHORT = 8 << 10;
    /// What agents send is not counted; what is longer is.
    private static final int UNCOUNTED = 128 << 10;
    /// `,"description":null,"parameters":null,"strict":null`
    private static final int FILLED = 64;

    private final Json.Obj members = Json.object();
    private String text;

    ResponseEcho(AnswerContext context) {
        Json.Obj asked = context.asked().get();
        Json.Obj request = asked == null ? Json.object() : repeatable(asked);
        for (String name : NAMES) members.put(name, given(request, name));
        members.put("store", context.keeper().stores()); // what is done, and not what was asked for
        members.put("previous_response_id", context.keeper().previous());
        members.put("access_programs", NONE);
        members.put("reasoning", filled(request.object("reasoning"), "effort", "summary"));
        members.put("service_tier", "default"); // how a request was served, and not what it asked for
        members.put("text", text(request.object("text")));
        members.put("tools", tools(request.items("tools")));
    }

    /// The request without members that are too long to be repeated.
    private static Json.Obj repeatable(Json.Obj request) {
        long all = 0;
        for (Map.Entry<String, Json> member : request.members().entrySet()) {
            if (isRepeated(member.getKey())) all += size(member.getValue());
        }
        if (all <= MOST) return request;
        Json.Obj few = Json.object();
        request.members().forEach((name, value) -> {
            if (isRepeated(name) && size(value) < SHORT) few.put(name, value);
        });
        return few;
    }

    private static boolean isRepeated(String name) {
        return DEFAULTS.containsKey(name) || FILLED_IN.contains(name);
    }

    /// In characters, with what is filled in.
    private static long size(Json value) {
        return JsonSize.most(value) + (value instanceof Json.Arr list ? filledIn(list.items()) : 0);
    }

    private static long filledIn(Iterable<Json> tools) {
        long more = 0;
        for (Json tool : tools) more += FILLED + (tool instanceof Json.Obj o ? filledIn(o.items("tools")) : 0);
        return more;
    }

    /// How much is kept that is not counted otherwise, in characters.
    long held() {
        long length = text().length();
        return length > UNCOUNTED ? length : 0;
    }

    /// The members, for a whole answer.
    Json.Obj members() {
        return members;
    }

    /// The members without the braces, for the events of a stream.
    String text() {
        if (text == null) {
            String object = members.toString();
            text = object.substring(1, object.length() - 1);
        }
        return text;
    }

    /// The member as the request has it, if it is of the type that clients expect.
    private static Json given(Json.Obj request, String name) {
        Json usual = DEFAULTS.get(name);
        Json value = request.get(name);
        if (Json.isNull(value)) return usual;
        boolean fits = usual == NONE || name.equals("tool_choice") || value.getClass() == usual.getClass();
        return fits ? value : usual;
    }

    /// The object with a null for each of these members that it does not have.
    private static Json.Obj filled(Json.Obj given, String... names) {
        Json.Obj all = Json.object();
        if (given != null) given.members().forEach(all::put);
        for (String name : names) {
            if (!all.has(name)) all.put(name, NONE);
        }
        return all;
    }

    private static Json.Obj text(Json.Obj given) {
        Json.Obj text = filled(given, "verbosity");
        if (Json.isNull(text.get("verbosity"))) text.put("verbosity", "medium");
        Json.Obj format = text.object("format");
        if (format == null) return text.put("format", Json.object().put("type", "text"));
        return text.put("format", !"json_schema".equals(format.text("type")) ? format
            : filled(format, "description", "strict"));
    }

    private static Json.Arr tools(Iterable<Json> given) {
        Json.Arr tools = Json.array();
        for (Json tool : given) tools.add(tool instanceof Json.Obj o ? tool(o) : tool);
        return tools;
    }

    private static Json.Obj tool(Json.Obj tool) {
        return switch (tool.text("type")) {
            case "function" -> filled(tool, "description", "parameters", "strict");
            case "namespace" -> filled(tool, "description").put("tools", tools(tool.items("tools")));
            case null, default -> tool;
        };
    }
}
