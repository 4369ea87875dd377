package llmrouter.server.bodies;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.memory.ByteBudget;
import llmrouter.memory.HeldBytes;

/// What one request holds of the share for bodies, from the first byte of its body to the end of its answer. The
/// request's own thread owns it; other threads may give its upload up.
public final class HeldBody implements AutoCloseable {
    /// What every request takes at least: it covers a small request whole, so that one step is enough for it.
    private static final int LEAST = 1 << 14;
    private static final int STEP = 1 << 14;
    /// What trees of a text take for each of its values, in bytes: 50 to 120 for one tree, calculated from the sizes of
    /// the JVM's objects; some texts have two trees at a time.
    private static final int PER_VALUE = 192;
    /// The copies that are texts, and so take two bytes for each character if some are not Latin.
    private static final int TEXTS = BodyRoom.COPIES - 1;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BodyRoom room;
    private final HeldBytes held;
    private volatile long progressed = System.nanoTime();
    private volatile boolean givenUp;
    /// What the bytes of the request and its texts take, as the client sent it.
    private long sent;
    /// The same with its values.
    private long whole;
    /// null unless the body is being read
    private Consumer<ApiError> giveUp;

    HeldBody(BodyRoom room, ByteBudget budget) {
        this.room = room;
        this.held = new HeldBytes(budget);
    }

    /// The body is read from now on.
    ///
    /// @param giveUp cuts the client off with this last answer; called by another thread
    public void reading(Consumer<ApiError> giveUp) {
        synchronized (this) {
            this.giveUp = giveUp;
        }
        room.began(this);
    }

    BodyRoom room() {
        return room;
    }

    long progressed() {
        return progressed;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    long bytes() {
        return held.bytes();
    }

    /// @return whether it was still being read
    synchronized boolean giveUp(ApiError last) {
        if (giveUp == null) return false;
        givenUp = true;
        giveUp.accept(last);
        giveUp = null;
        return true;
    }

    /// More of the body is about to be held.
    ///
    /// @param bytes that are held then
    /// @throws GatewayError 503 or 413
    void receives(long bytes) {
        hold(bytes);
        progressed = System.nanoTime();
    }

    /// The body has been read.
    void received() {
        synchronized (this) {
            giveUp = null;
        }
        room.ended(this);
    }

    /// The body is about to become a text.
    ///
    /// @param bytes of the body
    /// @param wide  whether the text may take two bytes for each character
    /// @throws GatewayError 503 or 413
    void becomesText(long bytes, boolean wide) {
        hold(bytes + TEXTS * (wide ? 2 * bytes : bytes));
    }

    /// The text is about to be scanned.
    ///
    /// @param bytes of the body
    /// @throws GatewayError 503 or 413
    void isText(String text, long bytes) {
        long characters = text.length();
        // fewer characters than bytes: some take more than one, and then each takes two in the heap
        long own = characters < bytes ? 2 * characters : characters;
        sent = bytes + TEXTS * own;
        hasValues(1);
    }

    /// The text has so many values as far as it has been scanned.
    ///
    /// @throws GatewayError 503 or 413
    void hasValues(int values) {
        hold(sent + (long) PER_VALUE * values);
        whole = held.bytes();
    }

    /// The text is about to become longer by what it refers to. What the client sent stays until the end, too.
    ///
    /// @param characters of the whole text
    /// @param wide       whether the text takes two bytes for each character
    /// @param values     that are added to it
    /// @throws GatewayError 503 or 413
    public void grows(long characters, boolean wide, long values) {
        if (characters > room.limit()) throw room.refersToTooMuch(characters);
        hold(whole + BodyRoom.COPIES * (wide ? 2 * characters : characters) + PER_VALUE * values);
    }

    /// Takes what is missing to so many bytes.
    private void hold(long bytes) {
        if (bytes <= held.bytes()) return;
        long total = bytes <= LEAST ? LEAST : (bytes + STEP - 1) / STEP * STEP;
        if (held.trySet(total)) return;
        if (!room.canEverHold(total)) throw room.neverFits(total);
        long began = System.nanoTime();
        while (!held.trySet(total)) {
            boolean late = System.nanoTime() - began > PATIENCE_NS || Thread.currentThread().isInterrupted();
            if (late || !room.makeRoom(this, total - held.bytes())) throw room.full();
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }

    /// Nothing is held any more.
    public void release() {
        received();
        held.close();
    }

    @Override
    public void close() {
        release();
    }
}
