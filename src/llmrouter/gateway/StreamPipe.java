package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Failed;
import llmrouter.chat.AnswerEvent.Finished;
import llmrouter.chat.AnswerEvent.Skipped;
import llmrouter.chat.AnswerEvent.Started;
import llmrouter.chat.AnswerEvent.UsageKnown;
import llmrouter.chat.ApiError;
import llmrouter.chat.Usage;
import llmrouter.protocol.AnswerFilter;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.StreamWriter;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.text.Text;

/// Carries one upstream stream to the client: as it came, with the reader only watching, or translated event by event.
/// Says when there is something worth committing to, when the answer is complete, and when it has failed.
final class StreamPipe {
    /// One event may be this long; more ends the stream with an error.
    static final int EVENT_LIMIT = 16 << 20;

    private final SseDecoder decoder = new SseDecoder(EVENT_LIMIT);
    private final StreamReader reader;
    private final AnswerFilter filter;
    private final StreamWriter writer;
    private final List<String> warnings;
    private final Text out = new Text();
    private boolean meaningful;
    private boolean complete;
    private ApiError failure;
    private boolean failureToldUpstream;
    private Usage usage;

    /// @param writer   null to pass the stream on as it came
    /// @param warnings gets a line for every skipped event
    StreamPipe(StreamReader reader, AnswerFilter filter, StreamWriter writer, List<String> warnings) {
        this.reader = reader;
        this.filter = filter;
        this.writer = writer;
        this.warnings = warnings;
    }

    /// Takes a piece of the upstream stream; [#take] then gives what it means for the client.
    /// @throws llmrouter.sse.SseOverflow an event passes the limit
    void feed(String chunk) {
        for (SseEvent event : decoder.feed(chunk)) pass(event);
    }

    /// The upstream stream is over, whole or cut.
    void end() {
        for (SseEvent event : decoder.end()) pass(event);
        if (!over()) reader.end(this::arrive);
    }

    private void pass(SseEvent event) {
        boolean before = over();
        if (writer == null && !before) out.add(event.raw());
        if (before) {
            if (writer == null && complete) out.add(event.raw());
            return;
        }
        reader.read(event, this::arrive);
        failureToldUpstream = failure != null && event.data().contains("\"error\"");
    }

    private void arrive(AnswerEvent event) {
        if (filter == null) note(event);
        else filter.apply(event, this::note);
    }

    private void note(AnswerEvent e) {
        switch (e) {
            case Finished _ -> complete = true;
            case Failed f -> failure = f.error();
            case UsageKnown u -> usage = u.usage();
            case Started s when s.usage() != null -> usage = s.usage();
            case Skipped s -> warnings.add(s.what());
            default -> {}
        }
        meaningful |= e.meaningful();
        if (writer != null && !(e instanceof Failed)) out.add(writer.write(e));
    }

    /// Client text gathered since the last call.
    String take() {
        return out.take();
    }

    String heartbeat() {
        return writer == null ? null : writer.heartbeat();
    }

    boolean verbatim() {
        return writer == null;
    }

    /// Whether something came that an answer begins with; until then another candidate can still take over unseen.
    boolean meaningful() {
        return meaningful;
    }

    boolean complete() {
        return complete;
    }

    boolean over() {
        return complete || failure != null;
    }

    /// Why the answer failed, or null.
    ApiError failure() {
        return failure;
    }

    /// Whether the failure already stands in the text, because the provider said it in the client's own format.
    boolean failureTold() {
        return writer == null && failureToldUpstream;
    }

    Usage usage() {
        return usage;
    }
}
