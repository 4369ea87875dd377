package llmrouter.gateway.request;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.passing.AnswerModelName;
import llmrouter.json.Json;
import llmrouter.json.JsonPieces;
import llmrouter.json.JsonQuotes;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonSplice;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.answer.ThinkingTags;
import llmrouter.protocol.earlier.AnswerKeeper;
import llmrouter.protocol.earlier.Recalled;
import llmrouter.protocol.continuity.ClosedSummaries;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.protocol.request.EffortField;
import llmrouter.protocol.request.ReasoningHints;
import llmrouter.providers.ProviderAddress;
import llmrouter.routing.Candidate;

/// Makes one client request ready for any candidate: the same text with another model name where the formats agree, a
/// translation where they do not. What was read of the request is kept as long as another candidate may need it, or the
/// answer: it is several times as large as the request. One request, one owner.
public final class RequestPreparer {
    private final ClientRequest request;
    private final Recalled recalled;
    private final JsonScan scan;
    private final ExchangePolicy policy;
    private final boolean stream;
    private Losses readingLosses = new Losses();
    private JsonQuotes read;
    private Conversation conversation;
    /// Null until the conversation has been read.
    private Boolean streamUsage;

    /// @param recalled the request's body with what it refers to
    /// @param stream   whether the client asked for a stream
    public RequestPreparer(ClientRequest request, Recalled recalled, ExchangePolicy policy, boolean stream) {
        this.request = request;
        this.recalled = recalled;
        this.scan = recalled.request();
        this.policy = policy;
        this.stream = stream;
    }

    /// @param refused request fields that this model is known to refuse, or with a `+` before them to require
    /// @param foreign whether a signature, by its hash, must not be replayed to the candidate
    /// @throws GatewayError the candidate's format cannot express the request, or strict translation forbids the loss
    public PreparedRequest prepare(Candidate candidate, Set<String> refused, Predicate<String> foreign) {
        Model model = candidate.model();
        var target = new Target(model.id(), model.maxOutputTokens(), model.contextWindow(), with(model, refused));
        var issuer = new Issuer(candidate.provider().id(), model.id());
        var losses = new Losses();
        losses.include(recalled.losses());
        var continuity = new Continuity(issuer, foreign, foreign.test(""), losses);
        return candidate.format() == request.format() ? unchanged(candidate, target, continuity)
            : translated(candidate, target, continuity);
    }

    /// What the model has refused before, and what it cannot do by its configuration or its provider's list.
    private static Set<String> with(Model model, Set<String> refused) {
        List<String> fields = model.capabilities().refusedFields();
        if (fields.isEmpty()) return refused;
        var all = new HashSet<>(refused);
        all.addAll(fields);
        return all;
    }

    private PreparedRequest unchanged(Candidate candidate, Target target, Continuity continuity) {
        Protocol protocol = Protocol.of(request.format());
        EffortField effort = request.endpoint().untranslatable() || request.endpoint() == Endpoint.COMPACT ? null
            : ReasoningHints.field(protocol, request.headers(), target, scan::has);
        Losses losses = continuity.losses();
        Map<String, Json> required = protocol.required(scan, target, losses);
        JsonPieces body = spliced(target, effort, protocol.opened(scan, continuity), required);
        if (policy.strict() && losses.refusable()) throw strictRefusal(candidate, losses);
        List<String> written = effort == null ? List.of() : List.of(effort.name());
        return new PreparedRequest(candidate, call(candidate, body, target), true, null, asked(candidate), losses,
            written);
    }

    /// @throws GatewayError the request cannot be translated, or only its issuer can open a summary in it
    private PreparedRequest translated(Candidate candidate, Target target, Continuity continuity) {
        boolean closed = !Protocol.of(request.format()).closedSummaries(scan).isEmpty();
        if (closed) throw new GatewayError(ClosedSummaries.refusal(null));
        Losses losses = continuity.losses();
        WrittenRequest written = translate(candidate, target, continuity);
        String asked = asked(candidate);
        var filter = new AnswerFilter(written, asked, continuity.issuer())
            .expecting(ThinkingTags.of(candidate.model().id(), candidate.model().inlineThinking()));
        var call = call(candidate, read.pieces(written.body()), target);
        List<String> fields = List.copyOf(written.body().members().keySet());
        // a whole answer takes long; seldom does another candidate follow, or a format repeat the request
        if (!stream) forget();
        return new PreparedRequest(candidate, call, false, filter, asked, losses, fields);
    }

    private String asked(Candidate candidate) {
        return AnswerModelName.of(request.format(), scan, candidate.model().id());
    }

    private UpstreamRequest call(Candidate candidate, JsonPieces body, Target target) {
        var headers = UpstreamHeaders.of(request, candidate, stream, target.learned());
        long connectMs = policy.limits().with(candidate.provider().timeouts()).connectMs();
        return new UpstreamRequest(url(candidate), headers, connectMs, candidate.provider().network(), body);
    }

    /// Whether the client asked for usage in its stream.
    public boolean wantsStreamUsage() {
        if (streamUsage != null) return streamUsage;
        return scan.get("stream_options") instanceof Json.Obj options && options.isTrue("include_usage");
    }

    /// Nothing of the request is needed any more, or not soon: what was read of it is forgotten, and read again when it
    /// is asked for after all.
    public void forget() {
        read = null;
        conversation = null;
    }

    /// Remembers the answer.
    public AnswerKeeper keeper() {
        return recalled.keeper();
    }

    /// The client's request, with what it refers to.
    public JsonScan scan() {
        return scan;
    }

    /// The client's request as a tree.
    public Json.Obj asked() {
        if (read == null) read = JsonQuotes.of(scan);
        return read.tree();
    }

    /// The client's text with the candidate's model name, and with an effort that the client gave by header.
    ///
    /// @param effort   or null
    /// @param opened   members to replace, or to remove where the value is a Java null
    /// @param required members that the model requires
    private JsonPieces spliced(Target target, EffortField effort, Map<String, Json> opened,
            Map<String, Json> required) {
        JsonSplice splice = scan.splice().set("model", Json.of(target.model())).dedupe("stream");
        if (effort != null) splice.set(effort.name(), effort.value());
        for (Map.Entry<String, Json> member : opened.entrySet()) {
            if (member.getValue() == null) splice.remove(member.getKey());
            else splice.set(member.getKey(), member.getValue());
        }
        required.forEach(splice::set);
        return splice.pieces();
    }

    private WrittenRequest translate(Candidate candidate, Target target, Continuity continuity) {
        if (conversation == null) {
            readingLosses = new Losses();
            Conversation sent = Protocol.of(request.format()).readRequest(asked(), readingLosses);
            conversation = ReasoningHints.apply(sent, request.headers());
            if (request.endpoint() == Endpoint.COMPACT) conversation = conversation.compacted();
            streamUsage = conversation.streamUsage();
        }
        Losses losses = continuity.losses();
        losses.include(readingLosses);
        Conversation own = conversation.openedFor(continuity::opens, losses);
        WrittenRequest written = Protocol.of(candidate.format()).writeRequest(own, target, losses);
        if (policy.strict() && losses.refusable()) throw strictRefusal(candidate, losses);
        return written;
    }

    private GatewayError strictRefusal(Candidate candidate, Losses losses) {
        String what = candidate.format() == request.format()
            ? "what " + candidate.ref() + " cannot read would be left out"
            : "the translation to the format of " + candidate.ref() + " would lose parts";
        return GatewayError.badRequest("Strict translation is on, and " + what + " of this request: " + losses.line()
            + ". Remove these fields, ask for a model of your own format, or switch strict translation off.", null);
    }

    private String url(Candidate candidate) {
        Provider provider = candidate.provider();
        Format format = candidate.format();
        String base = provider.baseUrlFor(format);
        if (base == null) {
            throw new GatewayError(ApiError.of(503, ApiError.Kind.API,
                "Provider '" + provider.id() + "' has no base URL for the format '" + format.word() + "'."));
        }
        String path = request.endpoint().upstreamPath(format);
        return ProviderAddress.of(base, format, path == null ? format.endpoint() : path);
    }
}
