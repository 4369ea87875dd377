package llmrouter.state.answers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import llmrouter.protocol.earlier.EarlierAnswers.Past;

/// One request and its answer, behind the one that the request continued. So a conversation is a chain, and a further
/// answer adds only what is new. All but the counters is fixed before the memory's lock is released; the counters are
/// guarded by it.
final class Exchanged implements Past {
    /// What the objects take beside the pieces, in bytes; an estimate.
    static final int OVERHEAD = 400;

    /// null at the beginning of a conversation
    final Exchanged before;
    /// the items of the request, then those of the answer
    final List<Piece> pieces;
    /// how many of the pieces are the request's
    final int asked;
    final Key key;
    /// when it was made or last referred to, in milliseconds since 1970
    long used;
    /// whether it can be found by its key
    boolean found;
    /// 1 if it can be found, and 1 for each kept answer that continues this one
    int holders;
    /// its number in a handover, or 0
    long told;

    /// What an answer is found by.
    ///
    /// @param client name of the client's key; null for the master key and without a key
    /// @param answer its id
    record Key(String client, String answer) {}

    Exchanged(Exchanged before, List<Piece> pieces, int asked, Key key, long used) {
        this.before = before;
        this.pieces = pieces;
        this.asked = asked;
        this.key = key;
        this.used = used;
    }

    @Override
    public List<String> items() {
        var chain = new ArrayDeque<Exchanged>();
        for (Exchanged e = this; e != null; e = e.before) chain.push(e);
        var items = new ArrayList<String>();
        for (Exchanged e : chain) {
            for (Piece piece : e.pieces) items.add(piece.text);
        }
        return items;
    }

    /// The items of the answer.
    List<Piece> said() {
        return pieces.subList(asked, pieces.size());
    }
}
