package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent.Failed;
import llmrouter.chat.AnswerEvent.Finished;
import llmrouter.chat.AnswerEvent.Opened;
import llmrouter.chat.AnswerEvent.Signature;
import llmrouter.chat.AnswerEvent.Skipped;
import llmrouter.chat.AnswerEvent.Started;
import llmrouter.chat.AnswerEvent.UsageKnown;
import llmrouter.chat.ApiError;
import llmrouter.chat.Usage;
import llmrouter.http.HeaderMap;
import llmrouter.http.Latin1;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.routing.Candidate;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.text.Text;

/// Carries one upstream stream to the client: as it came, with the reader only watching, or translated event by event.
/// Says when there is something worth committing to, when the answer is complete, and when it has failed.
///
/// ```
/// OPEN ──Finished──▶ COMPLETE ──last event, or the end──▶ OVER
///   ╰───────────────Failed──────────────────────────────▶ OVER
/// ```
/// Translated, the finish is the last event. As it came, `[DONE]` may still follow it. What comes after `OVER` is not passed on.
final class StreamPipe {
    /// One event may be this long; more ends the stream with an error.
    static final int EVENT_LIMIT = 16 << 20;
    /// This much may come without anything to commit to, in characters.
    private static final int HELD_LIMIT = 1 << 20;
    private static final int MOST_WARNINGS = 20;

    private final SseDecoder decoder = new SseDecoder(EVENT_LIMIT);
    private final Candidate candidate;
    private final StreamReader reader;
    private final AnswerFilter filter;
    private final String asked;
    private final StreamWriter writer;
    private final List<String> warnings;
    private final List<String> signatures = new ArrayList<>();
    private final Text out = new Text();
    private int skipped;
    private boolean meaningful;
    private boolean complete;
    private boolean over;
    private ApiError failure;
    private boolean failureTold;
    private boolean unclosed;
    /// events that went on as they came
    private long passed;
    private Usage usage;

    /// @param writer   null to pass the stream on as it came
    /// @param warnings gets a line for every skipped event
    StreamPipe(PreparedRequest prepared, StreamWriter writer, List<String> warnings) {
        this.candidate = prepared.candidate();
        var from = Protocol.of(candidate.format());
        this.reader = writer == null ? from.streamWatcher() : from.streamReader();
        this.filter = prepared.filter();
        this.asked = prepared.asked();
        this.writer = writer;
        this.warnings = warnings;
    }

    /// A provider that names no type is given the benefit of the doubt; JSON or HTML in place of a stream is no stream.
    static boolean mayTake(String type) {
        String t = type == null ? "" : HeaderMap.lower(type);
        return !t.contains("json") && !t.contains("html");
    }

    /// Takes a piece of the upstream stream; [#take] then gives what it means for the client.
    /// @throws llmrouter.sse.SseOverflow an event passes the limit
    void feed(String chunk) {
        for (SseEvent event : decoder.feed(chunk)) pass(event);
        if (!meaningful && failure == null && out.length() > HELD_LIMIT) {
            fail(ApiError.of(502, ApiError.Kind.API, "the provider sent " + HELD_LIMIT + " characters without any content"));
        }
    }

    /// The upstream stream is over, whole or cut.
    void end() {
        for (SseEvent event : decoder.end()) {
            unclosed = true;
            pass(event);
        }
        if (!complete && failure == null) reader.end(this::arrive);
        finish();
    }

    /// Nothing more is waited for. A complete answer whose provider left out the last event gets it from here: clients wait for it.
    void finish() {
        if (writer == null && complete && failure == null && !over) out.add(unclosed ? "\n\n" : "").add(Protocol.of(candidate.format()).lastEvent());
        over = true;
    }

    private void pass(SseEvent event) {
        if (over) return;
        int before = skipped;
        if (!complete) reader.read(writer == null ? readable(event) : event, this::arrive);
        if (writer != null) {
            over = complete || failure != null;
        } else if (failure == null) {
            if (skipped == before || isObject(event)) {
                out.add(AnswerModelName.in(event, candidate.format(), asked));
                if (event.data() != null) passed++;
            }
            over = complete && Protocol.of(candidate.format()).isLastEvent(event);
        } else if (tellsFailure(event)) {
            out.add(event.raw());
            failureTold = true;
        }
    }

    /// The reader wants text, and what is passed on as it came has one character per byte.
    private static SseEvent readable(SseEvent event) {
        return event.data() == null ? event : new SseEvent(event.name(), Latin1.text(event.data()), event.raw());
    }

    /// An event that broke the answer otherwise is not passed on: a `[DONE]` without a finish, say, would look like success.
    private boolean tellsFailure(SseEvent event) {
        return !SecretLeak.in(event.raw(), candidate) && Protocol.of(candidate.format()).isErrorEvent(event);
    }

    /// Whether clients can read the event at all; one that they cannot would end their stream.
    private static boolean isObject(SseEvent event) {
        try {
            JsonScan.of(event.data());
            return true;
        } catch (JsonError _) {
            return false; // torn or garbled on its way
        }
    }

    private void fail(ApiError error) {
        failure = SecretLeak.without(error, candidate);
        over = true;
    }

    private void arrive(AnswerEvent event) {
        if (filter == null) note(event);
        else filter.apply(event, this::note);
    }

    private void note(AnswerEvent e) {
        switch (e) {
            case Finished _ -> complete = true;
            case Failed f -> fail(f.error());
            case UsageKnown u -> usage = u.usage();
            case Started s when s.usage() != null -> usage = s.usage();
            case Signature s -> signatures.add(s.signature());
            case Opened(Block.RedactedThinkingBlock(var data)) -> signatures.add(data);
            case Skipped s -> {
                skipped++;
                if (warnings.size() < MOST_WARNINGS) warnings.add(s.what());
            }
            default -> {}
        }
        meaningful |= e.meaningful();
        if (writer != null && !(e instanceof Failed)) out.add(writer.write(e));
    }

    /// Client text gathered since the last call.
    String take() {
        return out.take();
    }

    /// Signatures of thinking that have passed.
    List<String> signatures() {
        return signatures;
    }

    boolean verbatim() {
        return writer == null;
    }

    /// Whether something came that an answer begins with; until then another candidate can still take over unseen.
    boolean meaningful() {
        return meaningful;
    }

    /// Whether the answer has come to its end as its format defines it.
    boolean complete() {
        return complete;
    }

    /// Whether nothing more will be passed on.
    boolean over() {
        return over;
    }

    /// Why the answer failed, or null.
    ApiError failure() {
        return failure;
    }

    /// Whether the failure already stands in the text, because the provider said it in the client's own format.
    boolean failureTold() {
        return failureTold;
    }

    /// The text gathered since the last call, with the error behind it as the client's format says it.
    String takeWith(ApiError error, Replies replies) {
        if (!verbatim()) return take() + writer.write(new Failed(error));
        return take() + (unclosed ? "\n\n" : "") + Latin1.utf8(replies.errorEvent(error, passed));
    }

    Usage usage() {
        return usage;
    }
}
