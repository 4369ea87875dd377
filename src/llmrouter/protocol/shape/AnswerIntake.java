package llmrouter.protocol.shape;

import java.util.ArrayList;
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
/// A stream is not copied and is looked at only where it begins. One body, one owner.
public final class AnswerIntake {
    /// A whole answer may have this many characters.
    public static final int ANSWER_LIMIT = 64 << 20;
    /// Of a body that is neither JSON nor a stream this many characters are kept.
    private static final int KEPT = 1 << 16;

    private final SseDecoder decoder;
    private final StringBuilder held = new StringBuilder();
    /// null until it is decided
    private BodyShape shape;
    /// the JSON texts; null if the body has not begun with one
    private JsonTexts texts;
    /// the first of them, until it is clear whether others follow
    private String first;
    private boolean several;

    /// @param eventLimit characters that one event may have
    public AnswerIntake(int eventLimit) {
        decoder = new SseDecoder(eventLimit);
    }

    /// Takes the next piece, and gives the events that it completes.
    /// @throws llmrouter.sse.SseOverflow an event passes the limit
    public List<SseEvent> feed(String piece) {
        if (shape == BodyShape.EVENTS) return texts == null ? decoder.feed(piece) : texts(piece);
        if (shape == BodyShape.JSON) return texts(piece);
        if (shape == BodyShape.PAGE) {
            keep(piece);
            return List.of();
        }
        held.append(piece);
        if (shape == null) dropBlank();
        String begun = held.toString();
        shape = BodyShape.of(begun, false);
        if (shape == BodyShape.EVENTS) {
            held.setLength(0);
            return decoder.feed(begun);
        }
        if (shape != BodyShape.JSON) return List.of();
        held.setLength(0);
        texts = new JsonTexts();
        return texts(begun);
    }

    /// White space before a body means nothing, and some servers send it for minutes to keep the connection open.
    private void dropBlank() {
        held.delete(0, BodyShape.front(held.toString()));
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
        if (!several && Ws.blank(texts.rest())) return events;
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
