package llmrouter.protocol.answer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Citation;
import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.text.Text;

/// Puts the blocks of a stream in sequence, one open at a time, however the provider interleaves them.
///
/// The first block is live: its deltas go out at once. Deltas of the blocks behind it are buffered. The live block is
/// closed when the provider has ended it ([done][#done]), or when another block waits and nothing more is expected for
/// the live one ([mayEnd][#mayEnd]). Then the next block is opened, its buffered deltas go out, and it is live.
///
/// ```
///  add ──► waiting ──(first place, its block known)──► live ──(done, or mayEnd and another waits)──► closed
/// ```
public final class BlockSequencer {
    /// Characters that the waiting blocks may hold: enough for any tool call, too little to exhaust memory.
    private static final int MOST_HELD = 1 << 20;
    /// Blocks that an answer may have: honest answers have some hundred at most.
    static final int MOST_BLOCKS = 4096;
    private static final ApiError INTERLEAVED = ApiError.of(502, ApiError.Kind.API,
        "The provider interleaved more than 1 MiB of content blocks, which cannot be buffered.");
    private static final ApiError TOO_MANY = ApiError.of(502, ApiError.Kind.API, "The provider's answer has more than "
        + MOST_BLOCKS + " content blocks (texts, thoughts, tool calls). The gateway reads no answer with so many. Ask "
        + "for less at once, or use another model.");

    private final ArrayDeque<Place> places = new ArrayDeque<>();
    private final boolean watched;
    private int held;
    /// what waiting places have beside text, in characters
    private long beside;
    private int added;

    public BlockSequencer() {
        this(false);
    }

    private BlockSequencer(boolean watched) {
        this.watched = watched;
    }

    /// A sequencer for a stream that is only watched: it buffers just enough to report the first delta of a block.
    public static BlockSequencer watched() {
        return new BlockSequencer(true);
    }

    public boolean isWatched() {
        return watched;
    }

    /// A block's place in the sequence. Its block may become known later; until then it cannot be opened.
    public static final class Place {
        private AnswerEvent.Block block;
        private Text early;
        /// of the tokens in [#early], or null
        private Json.Arr logprobs;
        private Seal seal;
        private List<Citation> citations;
        private boolean open;
        private boolean mayEnd;
        private boolean done;
        private boolean closed;
        /// its part of what waits beside text
        private long beside;

        public AnswerEvent.Block block() {
            return block;
        }

        public boolean closed() {
            return closed;
        }

        /// Whether its deltas go out at once.
        public boolean live() {
            return open && !closed;
        }
    }

    /// A new place at the end. Call [#advance] after everything known about it has been set.
    /// @param block or null if not known yet
    public Place add(AnswerEvent.Block block) {
        var place = new Place();
        place.block = block;
        places.addLast(place);
        added++;
        if (block != null) waits(place, new AnswerEvent.Opened(block));
        return place;
    }

    /// Counts a block, or a part of one, that gets no place of its own: readers keep something of it, too.
    public void unplaced() {
        added++;
    }

    private void waits(Place place, AnswerEvent event) {
        long more = EventSize.of(event);
        place.beside += more;
        beside += more;
    }

    /// The last place, or null; deltas of the same kind may be added to it.
    public Place last() {
        return places.peekLast();
    }

    /// Sets the block of a place; a second call changes nothing.
    public void name(Place place, AnswerEvent.Block block) {
        if (place.block != null) return;
        place.block = block;
        waits(place, new AnswerEvent.Opened(block));
    }

    public void delta(Place place, String text, Consumer<AnswerEvent> out) {
        delta(place, text, List.of(), out);
    }

    /// @param logprobs of the text's tokens; empty if they are not known
    public void delta(Place place, String text, List<Json> logprobs, Consumer<AnswerEvent> out) {
        if (text.isEmpty() || place.closed) return;
        if (place.open) {
            out.accept(new AnswerEvent.Delta(text, logprobs.isEmpty() ? null : new Json.Arr(logprobs)));
            return;
        }
        if (!logprobs.isEmpty() && !watched) {
            if (place.logprobs == null) place.logprobs = Json.array();
            place.logprobs.items().addAll(logprobs);
            waits(place, new AnswerEvent.Delta("", new Json.Arr(logprobs)));
        }
        if (watched && (place != places.peekFirst() || place.early != null)) return;
        if (place.early == null) place.early = new Text();
        place.early.add(text);
        held += text.length();
    }

    public void signature(Place place, Seal seal, Consumer<AnswerEvent> out) {
        if (place.open && !place.closed) out.accept(new AnswerEvent.Signature(seal));
        else keep(place, seal);
    }

    private void keep(Place place, Seal seal) {
        place.seal = seal;
        waits(place, new AnswerEvent.Signature(seal));
    }

    /// A citation in the text of a place.
    public void cite(Place place, Citation citation, Consumer<AnswerEvent> out) {
        if (place.closed) return;
        if (place.open) {
            out.accept(new AnswerEvent.Cited(citation));
            return;
        }
        if (place.citations == null) place.citations = new ArrayList<>();
        place.citations.add(citation);
        waits(place, new AnswerEvent.Cited(citation));
    }

    /// Nothing more is expected for the place, although the provider has not ended it.
    public void mayEnd(Place place) {
        place.mayEnd = true;
    }

    /// The provider has ended the block.
    public void done(Place place) {
        place.done = true;
    }

    /// Why the answer cannot be read on, or null: the waiting blocks have buffered more than is allowed, or there are
    /// more blocks than any answer has.
    public ApiError overfull() {
        return added > MOST_BLOCKS ? TOO_MANY : held > MOST_HELD ? INTERLEAVED : null;
    }

    /// How many characters are kept: of what waits, and a fixed number for each block, of which readers keep something
    /// to the end.
    public long held() {
        return held + beside + (long) added * EventSize.PART;
    }

    /// Closes, opens and gives out what is possible now.
    public void advance(Consumer<AnswerEvent> out) {
        while (places.peekFirst() instanceof Place first && first.block != null) {
            show(first, out);
            if (!first.done && !(first.mayEnd && places.size() > 1)) return;
            first.closed = true;
            out.accept(new AnswerEvent.Closed());
            places.removeFirst();
        }
    }

    /// Ends the answer: closes everything. Places that never got a block and have no deltas are dropped.
    /// @return whether everything buffered could be given out
    public boolean finish(Consumer<AnswerEvent> out) {
        places.removeIf(place -> place.block == null && place.early == null);
        for (Place place : places) place.done = true;
        advance(out);
        return watched || places.isEmpty();
    }

    private void show(Place place, Consumer<AnswerEvent> out) {
        if (!place.open) out.accept(new AnswerEvent.Opened(place.block));
        beside -= place.beside;
        place.beside = 0;
        place.open = true;
        if (place.early != null) {
            held -= place.early.length();
            out.accept(new AnswerEvent.Delta(place.early.take(), place.logprobs));
            place.early = null;
            place.logprobs = null;
        }
        if (place.citations != null) {
            for (Citation citation : place.citations) out.accept(new AnswerEvent.Cited(citation));
            place.citations = null;
        }
        if (place.seal != null) {
            out.accept(new AnswerEvent.Signature(place.seal));
            place.seal = null;
        }
    }
}
