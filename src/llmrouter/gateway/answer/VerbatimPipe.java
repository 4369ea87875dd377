package llmrouter.gateway.answer;

import java.util.List;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.gateway.Replies;
import llmrouter.gateway.RunningAttempt;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.passing.AnswerModelName;
import llmrouter.http.Latin1;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseEvent;

/// Passes a stream on unchanged, one character per byte, where client and candidate use the same format. Only the
/// model's name may be replaced; an event that no client could read is written anew, or left out if it is no part of
/// the answer.
public final class VerbatimPipe extends StreamPipe {
    /// So many characters of comments are kept until there is content. They only keep the connection open, which the
    /// gateway does itself.
    private static final int MOST_COMMENTS = 1 << 16;

    private final Protocol protocol;
    private final String asked;
    /// events passed on, for formats that number them
    private long passed;
    private boolean failurePassed;

    public VerbatimPipe(RunningAttempt attempt, List<String> warnings) {
        super(attempt, Protocol.of(attempt.candidate().format()).streamWatcher(), warnings);
        this.protocol = Protocol.of(attempt.candidate().format());
        this.asked = attempt.prepared().asked();
    }

    @Override
    void pass(SseEvent event) {
        if (event.data() == null && !meaningful() && out.length() > MOST_COMMENTS) return;
        boolean over = complete();
        List<SseEvent> corrected = read(readable(event));
        if (failure() != null) {
            passFailure(event);
            return;
        }
        boolean last = complete() && protocol.isLastEvent(event);
        if (corrected != null) corrected.forEach(this::passCorrected);
        else if ((!over || last || isReadable(event)) && passOn(event)) remember(event.raw());
        if (last) close();
    }

    /// @param event one character per byte
    /// @return whether only its words count: it has no seals, and comes to the client unchanged
    private boolean passOn(SseEvent event) {
        boolean sealed = event.data() != null && noteSeals(event);
        String text = AnswerModelName.in(event, candidate.format(), asked);
        out.add(text);
        if (event.data() != null) passed++;
        return !sealed && text.equals(event.raw());
    }

    @Override
    void repeated(String text, int from, int to, int count) {
        out.add(text, from, to);
        passed += count;
    }

    private void passCorrected(SseEvent event) {
        passOn(new SseEvent(event.name(), Latin1.utf8(event.data()), Latin1.utf8(event.raw())));
    }

    @Override
    SseEvent own(SseEvent event) {
        return new SseEvent(event.name(), Latin1.utf8(event.data()), Latin1.utf8(event.raw()));
    }

    /// The reader wants text, and a stream that is passed on has one character per byte.
    private static SseEvent readable(SseEvent event) {
        return event.data() == null ? event : new SseEvent(event.name(), Latin1.text(event.data()), event.raw());
    }

    /// Passes on the event that made the answer fail if clients take it for an error. Any other event is dropped: a
    /// `[DONE]` before the answer is complete, for example, would look like success.
    private void passFailure(SseEvent event) {
        boolean leaks = secrets().in(event.raw()) || secrets().in(event.data());
        if (leaks || !protocol.isErrorEvent(event)) return;
        out.add(event.raw());
        failurePassed = true;
    }

    /// Whether clients can read an event behind the answer, which no reader has read; one that they cannot read would
    /// end their stream.
    private static boolean isReadable(SseEvent event) {
        if (event.data() == null) return true;
        try {
            JsonScan.of(event.data());
            return true;
        } catch (JsonError _) {
            return false; // cut or garbled in transit
        }
    }

    @Override
    public String told(Failure error) {
        return failurePassed ? Failure.PASSED_ON : super.told(error);
    }

    @Override
    void arrived(AnswerEvent event) {
        note(event);
    }

    @Override
    void addLastEvent() {
        out.add(unclosed() ? "\n\n" : "").add(protocol.lastEvent());
    }

    @Override
    public String takeWithError(ApiError error, Replies replies) {
        if (failurePassed) return take();
        return take() + (unclosed() ? "\n\n" : "") + Latin1.utf8(replies.errorEvent(error, passed));
    }

    @Override
    public boolean verbatim() {
        return true;
    }
}
