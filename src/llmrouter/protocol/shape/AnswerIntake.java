package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// Takes the body of an answer where an event stream was asked for, in any pieces, and finds out what it is.
///
/// ```
/// undecided ──data: event: id: retry: or a comment──▶ EVENTS: each comes out when it is complete
///     │  ╰──{ or [──▶ JSON ──a second text──▶ EVENTS without fields: each text is one
///     │                 ╰──the end──▶ a whole answer
///     ├──<──▶ PAGE
///     ╰──else──▶ WORDS ──a line of an event──▶ EVENTS
/// ```
/// A stream is not copied and is looked at only where it begins. Nothing is looked at twice, however finely the body is
/// divided. One body, one owner.
public final class AnswerIntake {
    /// A whole answer may have this many characters.
    public static final int ANSWER_LIMIT = 64 << 20;
    /// Of a body that is neither JSON nor a stream this many characters are kept.
    private static final int KEPT = 1 << 16;

    private final SseDecoder decoder;
    private final StringBuilder held = new StringBuilder();
    /// null until it is decided
    private BodyShape shape;
    /// of words, in which a line of an event may come
    private final EventLine line = new EventLine();
    /// events that are complete and have not come out; unused while the decoder gives them
    private Iterator<SseEvent> events = Collections.emptyIterator();
    /// the JSON texts; null if the body has not begun with one
    private JsonTexts texts;
    /// the first of them, until it is clear whether others follow
    private String first;
    private boolean several;

    /// @param eventLimit characters that one event may have
    public AnswerIntake(int eventLimit) {
        decoder = new SseDecoder(eventLimit);
    }

    /// Takes the next piece; [#next] gives the events that it completes.
    /// @throws llmrouter.sse.SseOverflow an event has passed the limit
    public void take(String piece) {
        if (shape == BodyShape.EVENTS && texts == null) decoder.begin(piece);
        else if (texts != null) events = texts(piece).iterator();
        else if (shape == BodyShape.PAGE) keep(piece);
        else if (shape == BodyShape.WORDS) words(piece);
        else decide(piece);
    }

    /// The next event that is complete, or null.
    /// @throws llmrouter.sse.SseOverflow an event passes the limit
    public SseEvent next() {
        if (events.hasNext()) return events.next();
        return stream() == null ? null : decoder.next();
    }

    /// What cuts the body, if it is an event stream; else null.
    public SseDecoder stream() {
        return shape == BodyShape.EVENTS && texts == null ? decoder : null;
    }

    /// Looks at the beginning of a body whose shape is not known. White space before it means nothing, and some servers
    /// send it for minutes to keep the connection open.
    private void decide(String piece) {
        String all = held.isEmpty() ? piece : held.append(piece).toString();
        String begun = all.substring(BodyShape.front(all));
        held.setLength(0);
        shape = BodyShape.of(begun, false);
        if (shape == BodyShape.EVENTS) {
            decoder.begin(begun);
        } else if (shape == BodyShape.JSON) {
            texts = new JsonTexts();
            events = texts(begun).iterator();
        } else if (shape == BodyShape.WORDS) {
            words(begun);
        } else {
            held.append(begun);
        }
    }

    /// More words have come, perhaps with a line of an event. Then the words are a part of that event.
    private void words(String piece) {
        held.append(piece);
        if (!line.isIn(piece)) return;
        shape = BodyShape.EVENTS;
        decoder.begin(held.toString());
        held.setLength(0);
    }

    private void keep(String piece) {
        held.append(piece, 0, Math.min(piece.length(), Math.max(0, KEPT - held.length())));
    }

    /// Cuts JSON texts. The first is held until a second begins: alone it is a whole answer.
    private List<SseEvent> texts(String piece) {
        texts.feed(piece);
        var events = new ArrayList<SseEvent>();
        if (first == null && !several) first = texts.next();
        if (first == null && !several) return events;
        if (!several && texts.onlySpaceFollows()) return events;
        if (!several) {
            several = true;
            shape = BodyShape.EVENTS;
            events.add(TextEvents.of(first));
            first = null;
        }
        for (String text = texts.next(); text != null; text = texts.next()) events.add(TextEvents.of(text));
        return events;
    }

    /// The body has ended. Gives the last events of a stream; what is no stream stays in [#whole].
    /// @throws llmrouter.sse.SseOverflow an event passes the limit
    public List<SseEvent> end() {
        if (shape == null) shape = BodyShape.of(held.toString(), true);
        if (shape != BodyShape.EVENTS) return List.of();
        if (texts == null) return decoder.end();
        String rest = Ws.trim(texts.rest());
        return rest.isEmpty() ? List.of() : List.of(TextEvents.of(rest));
    }

    /// What the body is, as far as it has come; null while that is undecided.
    public BodyShape shape() {
        return shape;
    }

    /// Whether a body of JSON is complete: its text has ended.
    public boolean complete() {
        return first != null;
    }

    /// How many characters are held: of an event that has not ended, or of a body that is no stream.
    public int held() {
        if (shape == BodyShape.EVENTS && texts == null) return decoder.held();
        return held.length() + (texts == null ? 0 : texts.length()) + (first == null ? 0 : first.length());
    }

    /// Whether the body is no stream, and longer than a body of its kind may be.
    public boolean overfull() {
        if (shape == BodyShape.EVENTS) return texts != null && texts.length() > ANSWER_LIMIT;
        if (shape == BodyShape.JSON) return texts.length() > ANSWER_LIMIT;
        return held.length() >= KEPT;
    }

    /// The body, of which nothing came out as an event; of a page or of words only the beginning.
    public String whole() {
        if (shape != BodyShape.JSON) return held.toString();
        return first != null ? first : texts.rest();
    }
}
