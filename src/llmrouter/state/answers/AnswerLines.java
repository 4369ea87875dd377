package llmrouter.state.answers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.state.answers.Exchanged.Key;
import llmrouter.text.Text;

/// The memory of answers as lines of text, for a takeover. Each piece of text and each exchange gets a number and is
/// written once, before the lines that refer to it. An older gateway, which does not know these lines, ignores them.
/// Guarded by the lock of the memory.
final class AnswerLines {
    private static final String TEXT = "{\"answer-text\":";
    private static final String EXCHANGE = "{\"answer\":";

    private final Map<Long, Piece> pieces = new HashMap<>();
    private final Map<Long, Exchanged> exchanges = new HashMap<>();
    private long last;

    static boolean isLine(String line) {
        return line.startsWith(TEXT) || line.startsWith(EXCHANGE);
    }

    // ── writing ──

    /// Writes an exchange, and all that it continues and that was not written yet.
    void write(Exchanged end, Consumer<String> to) {
        var untold = new ArrayDeque<Exchanged>();
        for (Exchanged e = end; e != null && e.told == 0; e = e.before) untold.push(e);
        for (Exchanged e : untold) writeOne(e, to);
    }

    private void writeOne(Exchanged e, Consumer<String> to) {
        for (Piece piece : e.pieces) writeOne(piece, to);
        e.told = ++last;
        var numbers = Json.array();
        for (Piece piece : e.pieces) numbers.add(Json.of(piece.told));
        var members = Json.object().put("n", e.told).put("before", e.before == null ? 0 : e.before.told)
            .put("client", e.key.client()).put("id", e.key.answer()).put("used", e.used).put("asked", e.asked)
            .put("pieces", numbers).put("found", e.found);
        to.accept(EXCHANGE + members + "}\n");
    }

    private void writeOne(Piece piece, Consumer<String> to) {
        if (piece.told != 0) return;
        piece.told = ++last;
        to.accept(new Text(piece.text.length() + 40).add(TEXT).add('[').add(Long.toString(piece.told)).add(',')
            .quote(piece.text).add("]}\n").take());
    }

    // ── reading ──

    /// Reads a line that [#isLine] knows; one that is incomplete or refers to a line that did not come is left out.
    ///
    /// @param found gets an exchange that can be found by its id
    void read(String line, Consumer<Exchanged> found) {
        try {
            if (!(Json.parse(line) instanceof Json.Obj o)) return;
            if (o.get("answer-text") instanceof Json.Arr text) readPiece(text.items());
            if (o.get("answer") instanceof Json.Obj exchange) readExchange(exchange, found);
        } catch (JsonError _) {
            // a handover that was cut: what came before it counts
        }
    }

    private void readPiece(List<Json> numberAndText) {
        if (numberAndText.size() != 2 || !(numberAndText.getFirst() instanceof Json.Num number)) return;
        if (numberAndText.getLast() instanceof Json.Str text) pieces.put(number.asLong(0), new Piece(text.value()));
    }

    private void readExchange(Json.Obj o, Consumer<Exchanged> found) {
        long beforeNumber = o.number("before", 0);
        Exchanged before = exchanges.get(beforeNumber);
        if (beforeNumber != 0 && before == null) return;
        var texts = new ArrayList<Piece>();
        for (Json number : o.items("pieces")) {
            Piece piece = number instanceof Json.Num n ? pieces.get(n.asLong(0)) : null;
            if (piece == null) return;
            texts.add(piece);
        }
        int asked = Math.clamp(o.number("asked", 0), 0, texts.size());
        var read = new Exchanged(before, texts, asked, new Key(o.text("client"), o.text("id")), o.number("used", 0));
        exchanges.put(o.number("n", 0), read);
        if (o.isTrue("found")) found.accept(read);
    }

    /// Nothing more will be read.
    void forget() {
        pieces.clear();
        exchanges.clear();
    }
}
