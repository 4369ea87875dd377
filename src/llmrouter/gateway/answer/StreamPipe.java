package llmrouter.gateway.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent.Closed;
import llmrouter.chat.AnswerEvent.Delta;
import llmrouter.chat.AnswerEvent.Failed;
import llmrouter.chat.AnswerEvent.Finished;
import llmrouter.chat.AnswerEvent.Opened;
import llmrouter.chat.AnswerEvent.Signature;
import llmrouter.chat.AnswerEvent.Skipped;
import llmrouter.chat.AnswerEvent.Started;
import llmrouter.chat.AnswerEvent.UsageKnown;
import llmrouter.chat.ApiError;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Replies;
import llmrouter.gateway.RunningAttempt;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.passing.SecretLeak;
import llmrouter.http.Latin1;
import llmrouter.json.JsonError;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.answer.EventSize;
import llmrouter.protocol.shape.AnswerIntake;
import llmrouter.protocol.shape.BodyShape;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.sse.EventFrame;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.sse.SseOverflow;
import llmrouter.text.Text;

/// Carries one upstream stream to the client: unchanged ([VerbatimPipe]) or translated event by event
/// ([TranslatingPipe]). This class reads the stream for both. It notes when there is content to commit to, when the
/// answer is complete, when it has failed, and what it used.
///
/// ```
/// OPEN ──Finished──▶ COMPLETE ──last event, or the end──▶ OVER
///   ╰───────────────Failed──────────────────────────────▶ OVER
/// ```
/// What comes is not always a stream: [AnswerIntake] finds out. A whole answer becomes the events of its stream when it
/// has come to its end ([WholeAnswer]), and anything else is an error ([NoAnswer]).
///
/// An unchanged stream may have one more event after the complete answer: `[DONE]`. Nothing is passed on after `OVER`.
///
/// Most events only add words to the text before them. When the reader has read one of them, the events behind it that
/// are the same but for their words are not parsed ([EventFrame]), until another event comes.
/// One exchange, one owner.
public abstract sealed class StreamPipe permits VerbatimPipe, TranslatingPipe {
    /// One event may have this many characters; a longer one ends the stream with an error.
    static final int EVENT_LIMIT = 16 << 20;
    /// This many characters may come without any content.
    private static final int HELD_LIMIT = 1 << 20;
    private static final int LITTLE = 256;
    /// So many lines about one answer go into the log.
    public static final int MOST_WARNINGS = 20;

    private enum Progress { OPEN, COMPLETE, OVER }

    final Candidate candidate;
    /// text for the client that was not taken yet
    Text out = new Text(LITTLE);
    /// how much text it takes without being copied
    private int room = LITTLE;

    private final AnswerIntake intake = new AnswerIntake(EVENT_LIMIT);
    private final RunningAttempt attempt;
    private final StreamReader reader;
    private final List<String> warnings;
    private final List<Seal> seals = new ArrayList<>();
    /// what the seals are counted as, in characters
    private long sealed;
    private Progress progress = Progress.OPEN;
    /// where the reader puts its events
    private final Consumer<AnswerEvent> arriving = this::arrived;
    /// of the event that the reader has read last; null if no other can be told by it
    private EventFrame frame;
    /// the event that the reader has read last; null if that is [#repeated]
    private SseEvent read;
    /// the text of the last event that was known by its frame
    private String repeated;
    private boolean begun;
    private boolean meaningful;
    private boolean unclosed;
    private ApiError failure;
    private FailureClass failureClass;
    private Usage usage;

    /// @param warnings gets a line for every event that was skipped, up to a limit
    public StreamPipe(RunningAttempt attempt, StreamReader reader, List<String> warnings) {
        this.attempt = attempt;
        this.candidate = attempt.candidate();
        this.reader = reader;
        this.warnings = warnings;
    }

    /// Takes a piece of the upstream body; [#take] then gives what it means for the client.
    public final void feed(String chunk) {
        try {
            if (out.length() == 0 && chunk.length() > room) makeRoom(chunk.length() + LITTLE);
            intake.take(chunk);
            for (SseEvent event = next(); event != null; event = next()) passUnlessOver(event);
        } catch (SseOverflow e) {
            overflow(e);
            return;
        }
        if (!meaningful && failure == null && out.length() > HELD_LIMIT) {
            String message = "The provider sent " + HELD_LIMIT + " characters without any content.";
            fail(ApiError.of(502, ApiError.Kind.API, message));
        }
        if (intake.overfull() && !over()) tooLong();
    }

    private void makeRoom(int characters) {
        room = characters;
        out = new Text(room);
    }

    /// The next event that must be read. Those before it that fit the frame are passed on here.
    private SseEvent next() {
        SseDecoder stream = frame == null ? null : intake.stream();
        int from = stream == null ? -1 : stream.start();
        if (from >= 0) {
            int to = repeat(stream.fragment(), from);
            if (to > from) stream.skip(to);
        }
        return intake.next();
    }

    /// Passes on the events from an offset on that fit the frame; returns where they end.
    private int repeat(String text, int from) {
        int to = from;
        int last = from;
        int count = 0;
        for (int end = frame.end(text, from); end >= 0; end = frame.end(text, end)) {
            String words = verbatim() ? Latin1.text(frame.words(text)) : frame.words(text);
            reader.again(frame.escaped() ? Text.unescape(words, 0, words.length()) : words, arriving);
            last = to;
            to = end;
            count++;
        }
        if (count == 0) return from;
        repeated = text.substring(last, to);
        read = null;
        repeated(text, from, to, count);
        return to;
    }

    /// Events came that only add words, and have been told.
    ///
    /// @param text  has them from an offset to another
    /// @param count how many they are
    abstract void repeated(String text, int from, int to, int count);

    /// The event that was read last is passed on as it came, so others like it may be.
    ///
    /// @param raw its text as the provider has sent it
    final void remember(String raw) {
        if (progress != Progress.OPEN) return;
        String words = reader.said();
        if (words != null) frame = EventFrame.of(raw, verbatim() ? Latin1.utf8(words) : words);
    }

    private void overflow(SseOverflow e) {
        if (over()) return;
        failureClass = FailureClass.BAD_RESPONSE;
        fail(ApiError.of(502, ApiError.Kind.API, "The provider sent a broken stream: " + e.getMessage() + "."));
    }

    /// The upstream body has ended, complete or not.
    public final void end() {
        try {
            for (SseEvent event : intake.end()) {
                unclosed = !event.raw().endsWith("\n\n");
                passUnlessOver(event);
            }
        } catch (SseOverflow e) {
            overflow(e);
        }
        if (whole() && intake.complete()) tellWhole();
        else if (isNoAnswer()) refuse();
        if (progress == Progress.OPEN) reader.end(arriving);
        finish();
    }

    /// How many characters are held: of an event that has not ended, of text that was not taken yet, and of what the
    /// formats keep to the end.
    public long held() {
        return intake.held() + out.length() + reader.held() + sealed;
    }

    /// Whether the body is one JSON text so far: a whole answer, which may take longer than a stream's first event.
    public final boolean whole() {
        return intake.shape() == BodyShape.JSON;
    }

    private boolean isNoAnswer() {
        return intake.shape() == BodyShape.PAGE || intake.shape() == BodyShape.WORDS;
    }

    private void tooLong() {
        if (isNoAnswer()) refuse();
        else bad("it is longer than " + AnswerIntake.ANSWER_LIMIT + " bytes");
    }

    private void refuse() {
        failureClass = FailureClass.BAD_RESPONSE;
        fail(NoAnswer.of(intake.whole(), intake.shape(), verbatim(), attempt));
    }

    /// A whole answer has come. Its events go the way of a stream's.
    private void tellWhole() {
        String text = verbatim() ? Latin1.text(intake.whole()) : intake.whole();
        try {
            for (SseEvent event : WholeAnswer.events(text, attempt)) passUnlessOver(own(event));
            warn("the provider sent a whole answer where a stream was asked for");
        } catch (JsonError e) {
            bad(NoAnswer.isUtf16(intake.whole()) ? NoAnswer.UTF_16 : e.describe());
        } catch (BadAnswer e) {
            if (e.error() != null) fail(e.error());
            else bad(e.getMessage());
        }
    }

    private void bad(String why) {
        failureClass = FailureClass.BAD_RESPONSE;
        fail(ApiError.of(502, ApiError.Kind.API, NoAnswer.invalid(attempt) + why + "."));
    }

    /// Ends the stream without waiting for anything more.
    public final void finish() {
        if (complete()) addLastEvent();
        close();
    }

    private void passUnlessOver(SseEvent event) {
        frame = null;
        if (!over()) pass(event);
    }

    /// Passes one upstream event on to the client.
    abstract void pass(SseEvent event);

    /// An event that is text, as [#pass] takes it.
    abstract SseEvent own(SseEvent event);

    /// A piece of the answer, as the reader understood it.
    abstract void arrived(AnswerEvent event);

    /// The answer is complete, but its provider left out the event that ends a stream; clients wait for it.
    abstract void addLastEvent();

    /// The text gathered since the last call, followed by the error in the client's format.
    public abstract String takeWithError(ApiError error, Replies replies);

    /// Whether [#take] gives one character per byte; else it gives text.
    public abstract boolean verbatim();

    /// Lets the reader look at an event. A complete answer is read no further.
    ///
    /// @return what a client of the same format gets in place of the event, or null for the event itself
    final List<SseEvent> read(SseEvent event) {
        if (progress != Progress.OPEN) return null;
        read = event;
        repeated = null;
        reader.read(event, arriving);
        return event.data() == null ? null : reader.corrected();
    }

    /// Keeps what the exchange must know of a piece of the answer.
    final void note(AnswerEvent e) {
        switch (e) {
            case Finished _ -> {
                if (progress == Progress.OPEN) progress = Progress.COMPLETE;
            }
            case Failed f -> fail(f.error());
            case UsageKnown u -> usage = u.usage();
            case Started s when s.usage() != null -> usage = s.usage();
            case Signature s -> note(s.seal());
            case Opened(Block.RedactedThinkingBlock(var seal)) -> note(seal);
            case Skipped s -> warn(s.what());
            case Started _, Opened _, Delta _, AnswerEvent.Cited _, Closed _ -> {}
        }
        noteContent(e);
    }

    /// Keeps whether content has come.
    final void noteContent(AnswerEvent e) {
        meaningful |= e.meaningful();
        noteBegun(e);
    }

    /// Keeps whether the provider has begun with content, for the client or not.
    final void noteBegun(AnswerEvent e) {
        begun |= e.meaningful();
    }

    /// Members are known by the values in them, which a stream that is passed on has in its events.
    private void note(Seal seal) {
        if (seal.kind() != Seal.Kind.MEMBERS) keep(seal);
    }

    private void keep(Seal seal) {
        seals.add(seal);
        sealed += EventSize.PART + seal.content().length();
    }

    /// Keeps what the client may give back, of an event that is passed on; returns whether there is anything.
    final boolean noteSeals(SseEvent event) {
        List<Seal> found = Protocol.of(candidate.format()).seals(event);
        for (Seal seal : found) keep(seal);
        return !found.isEmpty();
    }

    private void warn(String what) {
        if (warnings.size() < MOST_WARNINGS) warnings.add(what);
    }

    final SecretWords secrets() {
        return attempt.request().secrets();
    }

    private void fail(ApiError error) {
        failure = SecretLeak.without(rawly(error), secrets());
        close();
    }

    /// The error as it reads if its event has no secret in it: the reader's own cleaning may have cut one in two.
    private ApiError rawly(ApiError error) {
        SseEvent last = repeated == null ? read : new SseDecoder(EVENT_LIMIT).feed(repeated).getFirst();
        if (last == null) return error;
        String said = repeated != null && verbatim() ? Latin1.text(last.data()) : last.data();
        if (!secrets().in(said)) return error;
        String data = secrets().withoutInBody(said);
        var again = new ArrayList<ApiError>();
        Protocol.of(candidate.format()).streamReader().read(new SseEvent(last.name(), data, data), event -> {
            if (event instanceof Failed f) again.add(f.error());
        });
        return again.isEmpty() ? error.worded(SecretWords.LEFT_OUT, SecretWords.LEFT_OUT) : again.getFirst();
    }

    /// What may be logged of the error that ends the client's stream.
    public String told(Failure error) {
        return error.told();
    }

    /// Nothing more is passed on.
    public final void close() {
        progress = Progress.OVER;
    }

    /// Text for the client gathered since the last call.
    public final String take() {
        return out.take();
    }

    /// Seals of the thinking that was passed on.
    public final List<Seal> seals() {
        return seals;
    }

    /// Whether content has come; until then another candidate can still take the request without the client noticing.
    public final boolean meaningful() {
        return meaningful;
    }

    /// Whether the provider has begun with content. What is made of it may come to the client only at the end.
    public final boolean hasBegun() {
        return begun;
    }

    /// Whether the answer is complete as its format defines it, while the stream may still have its last event.
    public final boolean complete() {
        return progress == Progress.COMPLETE;
    }

    /// Whether nothing more will be passed on.
    public final boolean over() {
        return progress == Progress.OVER;
    }

    /// Whether the stream's last event ended without the empty line that closes it.
    public final boolean unclosed() {
        return unclosed;
    }

    /// Why the answer failed, or null.
    public final ApiError failure() {
        return failure;
    }

    /// What kind of failure it is; null while there is none.
    public final FailureClass failureClass() {
        if (failure == null) return null;
        return failureClass == null ? Failure.classOf(failure) : failureClass;
    }

    /// What the provider said it used, or null.
    public final Usage usage() {
        return usage;
    }
}
