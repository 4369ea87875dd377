package llmrouter.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonSplice;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.request.EffortField;
import llmrouter.protocol.request.ReasoningHints;
import llmrouter.routing.Candidate;
import llmrouter.text.Fnv1a;

/// Makes one client request ready for any candidate: the same text with another model name where the formats agree, a translation
/// where they do not. The conversation is read at most once. One request, one owner.
final class RequestPreparer {
    private final ClientRequest request;
    private final JsonScan scan;
    private final ExchangePolicy policy;
    private final boolean stream;
    private final Losses readingLosses = new Losses();
    private Conversation conversation;

    RequestPreparer(ClientRequest request, JsonScan scan, ExchangePolicy policy, boolean stream) {
        this.request = request;
        this.scan = scan;
        this.policy = policy;
        this.stream = stream;
    }

    /// @param refused request fields this model was seen to refuse
    /// @param foreign whether a signature, by its hash, must not be replayed to the candidate
    /// @throws GatewayError the request cannot be said in the candidate's format, or strict translation forbids the loss
    PreparedRequest prepare(Candidate candidate, Set<String> refused, Predicate<String> foreign) {
        boolean same = candidate.format() == request.format();
        String asked = AnswerModelName.of(request.format(), scan, candidate.model().id());
        Model model = candidate.model();
        var target = new Target(model.id(), model.maxOutputTokens(), model.contextWindow(), refused);
        var losses = new Losses();
        String body;
        AnswerFilter filter = null;
        List<String> fields = List.of();
        if (same) {
            EffortField hint = request.endpoint().untranslatable() ? null : ReasoningHints.field(Protocol.of(request.format()), request.headers(), target, scan::has);
            body = spliced(target, hint, Protocol.of(request.format()).withoutThinking(scan, s -> foreign.test(Fnv1a.hex(s))), losses);
            if (hint != null) fields = List.of(hint.name());
        } else {
            WrittenRequest written = translate(candidate, target, foreign, losses);
            body = written.body().toString();
            filter = new AnswerFilter(written, asked);
            fields = List.copyOf(written.body().members().keySet());
        }
        var headers = UpstreamHeaders.of(request, candidate, same, stream);
        var call = new UpstreamRequest(url(candidate), headers, body, policy.limits().with(candidate.provider().timeouts()).connectMs());
        return new PreparedRequest(candidate, call, same, filter, asked, losses, fields);
    }

    /// Whether a client whose request was translated asked for usage in its stream.
    boolean wantsStreamUsage() {
        return conversation != null && conversation.streamUsage();
    }

    /// The client's text with the candidate's model name, and with an effort that the client gave by header.
    private String spliced(Target target, EffortField hint, Map<String, Json> withoutThinking, Losses losses) {
        JsonSplice splice = scan.splice().set("model", Json.of(target.model())).dedupe("stream");
        if (hint != null) splice.set(hint.name(), hint.value());
        for (Map.Entry<String, Json> member : withoutThinking.entrySet()) {
            losses.dropped("thinking");
            if (member.getValue() == null) splice.remove(member.getKey());
            else splice.set(member.getKey(), member.getValue());
        }
        return splice.apply();
    }

    private WrittenRequest translate(Candidate candidate, Target target, Predicate<String> foreign, Losses losses) {
        if (conversation == null) {
            Conversation read = Protocol.of(request.format()).readRequest(scan.tree(), readingLosses);
            conversation = ReasoningHints.apply(read, request.headers());
        }
        losses.include(readingLosses);
        Conversation own = conversation.withoutThinking(signature -> foreign.test(Fnv1a.hex(signature)), losses);
        WrittenRequest written = Protocol.of(candidate.format()).writeRequest(own, target, losses);
        if (policy.strict() && !losses.isEmpty()) throw strictRefusal(candidate, losses);
        return written;
    }

    private static GatewayError strictRefusal(Candidate candidate, Losses losses) {
        return GatewayError.badRequest("Strict translation is on and " + candidate.ref() + " speaks another format, in which this request would lose something: "
            + losses.line() + ". Remove these fields, ask for a model of your own format, or switch strict translation off.", null);
    }

    private String url(Candidate candidate) {
        Provider provider = candidate.provider();
        Format format = candidate.format();
        String base = provider.baseUrlFor(format);
        if (base == null) {
            throw new GatewayError(ApiError.of(503, ApiError.Kind.API, "Provider '" + provider.id() + "' has no base URL for the format '" + format.word() + "'."));
        }
        String path = request.endpoint().upstreamPath();
        return path != null ? Endpoints.upstreamUrl(base, path) : Protocol.of(format).url(base, candidate.model().id(), stream);
    }
}
