package llmrouter.gateway.answer;

import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Failed;
import llmrouter.chat.AnswerEvent.Finished;
import llmrouter.chat.AnswerEvent.Skipped;
import llmrouter.chat.ApiError;
import llmrouter.chat.Losses;
import llmrouter.gateway.Replies;
import llmrouter.gateway.RunningAttempt;
import llmrouter.gateway.request.PreparedRequest;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.sse.SseEvent;

/// Translates a stream event by event, where client and candidate use different formats.
public final class TranslatingPipe extends StreamPipe {
    private final AnswerFilter filter;
    private final Losses losses;
    private final StreamWriter writer;
    private final Consumer<AnswerEvent> writing = this::write;

    public TranslatingPipe(RunningAttempt attempt, StreamWriter writer, List<String> warnings) {
        super(attempt, Protocol.of(attempt.candidate().format()).streamReader(), warnings);
        PreparedRequest prepared = attempt.prepared();
        this.filter = prepared.filter();
        this.losses = prepared.losses();
        this.writer = writer;
    }

    @Override
    void pass(SseEvent event) {
        read(event);
        if (complete()) close();
        else remember(event.raw());
    }

    @Override
    void repeated(String text, int from, int to, int count) {
        // the writer has written them
    }

    @Override
    public long held() {
        return super.held() + writer.held() + filter.held();
    }

    @Override
    SseEvent own(SseEvent event) {
        return event;
    }

    @Override
    void arrived(AnswerEvent event) {
        if (filter.holdsBack()) noteContent(event);
        else noteBegun(event);
        filter.apply(event, writing);
    }

    private void write(AnswerEvent event) {
        note(event);
        if (event instanceof Finished(var stop, _)) filter.tellLimit(stop, losses);
        if (event instanceof Skipped(_, var kind) && kind != null) losses.dropped(kind);
        if (!(event instanceof Failed)) writer.write(event, out);
    }

    @Override
    void addLastEvent() {
        // the writer has added it with the end of the answer
    }

    @Override
    public String takeWithError(ApiError error, Replies replies) {
        return take() + writer.write(new Failed(error));
    }

    @Override
    public boolean verbatim() {
        return false;
    }
}
