package llmrouter.probe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.Version;
import llmrouter.chat.CacheHints;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Part;
import llmrouter.chat.Sampling;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.Turn;
import llmrouter.config.Auth;
import llmrouter.config.Provider;
import llmrouter.gateway.request.UpstreamHeaders;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.probe.ProbeCall.AnswerCall;
import llmrouter.probe.ProbeCall.ListCall;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.providers.ProviderAddress;

/// Writes the requests of a probe, with the gateway's own writer of each format.
final class ProbeQuestion {
    /// OpenAI's Responses take no less (developers.openai.com, "Create a response"), and one word takes no more.
    private static final long FEW_TOKENS = 16;

    private ProbeQuestion() {}

    static UpstreamRequest of(ProbeCall call, long connectMs) {
        return switch (call) {
            case ListCall list -> list(list, connectMs);
            case AnswerCall asked -> post(asked.place(), asked.auth(), shortAnswer(asked.model()), asked.learned(),
                connectMs);
        };
    }

    private static UpstreamRequest list(ListCall call, long connectMs) {
        Provider provider = call.place().asked(call.auth());
        String url = ProviderAddress.ofModels(provider, call.place().format());
        return new UpstreamRequest(paged(url, call), headers(provider, call.place(), false, false), null, connectMs,
            provider.network());
    }

    private static String paged(String url, ListCall call) {
        String id = call.after() == null ? null : URLEncoder.encode(call.after(), StandardCharsets.UTF_8);
        String more = url + (url.indexOf('?') < 0 ? "?" : "&");
        if (!call.place().format().listsInPages()) return id == null ? url : more + "after=" + id;
        return more + "limit=1000" + (id == null ? "" : "&after_id=" + id);
    }

    /// A request for the answer of a conversation.
    static UpstreamRequest post(ProbePlace place, Auth auth, Conversation conversation, Set<String> learned,
            long connectMs) {
        Provider provider = place.asked(auth);
        var target = new Target(conversation.model(), null, null, learned);
        var body = Protocol.of(place.format()).writeRequest(conversation, target, new Losses()).body();
        return new UpstreamRequest(ProviderAddress.of(provider, place.format()),
            headers(provider, place, true, conversation.stream()), body.toString(), connectMs, provider.network());
    }

    private static HeaderMap headers(Provider provider, ProbePlace place, boolean body, boolean stream) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("user-agent", "llm-router/" + Version.CURRENT));
        if (body) headers.add(new Header("content-type", "application/json"));
        for (Header own : UpstreamHeaders.ofProvider(provider, place.format()).all()) {
            headers.removeIf(header -> header.name().equals(own.name()));
            boolean accept = stream && own.name().equals("accept");
            headers.add(accept ? new Header("accept", "text/event-stream") : own);
        }
        return HeaderMap.of(headers);
    }

    private static Conversation shortAnswer(String model) {
        return conversation(model, List.of(new Part.TextPart("Reply with the word: pong")), List.of(), null,
            FEW_TOKENS, null, false);
    }

    /// A conversation of one turn.
    ///
    /// @param choice of a tool, or null
    /// @param format of the answer, or null
    static Conversation conversation(String model, List<Part> said, List<Tool> tools, ToolChoice choice, long tokens,
            OutputFormat format, boolean stream) {
        return new Conversation(model, List.of(new Turn(Turn.Role.USER, said)), tools, choice, null, tokens,
            Sampling.NONE, null, format, CacheHints.NONE, null, stream, stream);
    }
}
