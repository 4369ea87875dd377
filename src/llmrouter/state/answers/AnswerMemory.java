package llmrouter.state.answers;

import java.time.Clock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import llmrouter.config.Settings.AnswerSettings;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.state.answers.Exchanged.Key;

/// The answers that clients may refer to. The one that was not used for the longest time goes first. Thread-safe: the
/// lock is held for a few look-ups in memory, and texts are read, written and measured outside it.
///
/// Theory of operation: each entry is the end of a chain of exchanges, and holds the exchange before it. An exchange
/// and a piece of text count against the limit of bytes once, as long as anything kept holds them; counters tell when
/// that ends. So an entry that is forgotten takes nothing from the conversations that continue it, and a text that a
/// client sends again and again is kept once.
public final class AnswerMemory {
    private static final long CLOCK_STEP_MS = 5_000;

    private final AnswerSettings limits;
    private final Clock clock;
    /// in the order of their last use
    private final Map<Key, Exchanged> entries = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Piece> pieces = new HashMap<>();
    private final AnswerLines lines = new AnswerLines();
    private final Supplier<String> secrets;
    private long bytes;
    /// the time of the last call
    private long latest;
    /// null until the memory is handed over
    private Consumer<String> successor;

    public AnswerMemory(AnswerSettings limits, Clock clock) {
        this(limits, clock, secrets(new SecureRandom()));
    }

    /// @param secrets what cannot be guessed of the ids of answers
    public AnswerMemory(AnswerSettings limits, Clock clock, Supplier<String> secrets) {
        this.limits = limits;
        this.clock = clock;
        this.secrets = secrets;
    }

    private static Supplier<String> secrets(SecureRandom random) {
        return () -> Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }

    /// The answers that a request may refer to.
    ///
    /// @param client whose answers: what only one key of clients has; null for the master key and without a key
    /// @param room   the memory that the request may take
    public EarlierAnswers of(String client, Room room) {
        return limits.on() ? new ClientsAnswers(this, client, room) : EarlierAnswers.NONE;
    }

    /// The memory that a request may take for what it refers to.
    public interface Room {
        /// As [EarlierAnswers#grows].
        void grows(long characters, boolean wide, long values);
    }

    private record ClientsAnswers(AnswerMemory memory, String client, Room room) implements EarlierAnswers {
        @Override
        public boolean remembers() {
            return true;
        }

        @Override
        public Past until(String answer) {
            return memory.find(new Key(client, answer));
        }

        @Override
        public List<String> said(String answer) {
            Exchanged found = memory.find(new Key(client, answer));
            return found == null ? List.of() : found.said().stream().map(piece -> piece.text).toList();
        }

        @Override
        public void grows(long characters, boolean wide, long values) {
            room.grows(characters, wide, values);
        }

        @Override
        public String idOf(String requestId) {
            return requestId + memory.secrets.get();
        }

        @Override
        public void remember(Past before, String answer, List<String> asked, List<String> said) {
            var texts = new ArrayList<Piece>(asked.size() + said.size());
            for (String text : asked) texts.add(new Piece(text));
            for (String text : said) texts.add(new Piece(text));
            memory.remember((Exchanged) before, texts, asked.size(), new Key(client, answer));
        }
    }

    private Exchanged find(Key key) {
        long now = clock.millis();
        synchronized (entries) {
            trim(now);
            Exchanged found = entries.get(key);
            if (found != null) found.used = now;
            return found;
        }
    }

    private void remember(Exchanged before, List<Piece> texts, int asked, Key key) {
        long size = Exchanged.OVERHEAD;
        for (Piece text : texts) {
            text.text.hashCode(); // computed here, and kept by the text
            size += text.bytes;
        }
        if (size > limits.mostBytes()) return; // it would drive out all others, and then itself
        long now = clock.millis();
        synchronized (entries) {
            texts.replaceAll(text -> pieces.getOrDefault(text.text, text));
            var next = new Exchanged(before, texts, asked, key, now);
            keep(next);
            trim(now);
            if (successor != null && next.found) lines.write(next, successor);
        }
    }

    private void keep(Exchanged next) {
        hold(next);
        next.found = true;
        Exchanged replaced = entries.remove(next.key);
        entries.put(next.key, next);
        if (replaced != null) drop(replaced);
    }

    private void drop(Exchanged entry) {
        entry.found = false;
        release(entry);
    }

    /// An exchange that nothing held before holds its pieces and the exchange before it.
    private void hold(Exchanged first) {
        for (Exchanged e = first; e != null && e.holders++ == 0; e = e.before) {
            bytes += Exchanged.OVERHEAD;
            for (Piece piece : e.pieces) hold(piece);
        }
    }

    private void hold(Piece piece) {
        Piece kept = pieces.computeIfAbsent(piece.text, _ -> piece);
        if (kept.holders++ == 0) bytes += kept.bytes;
    }

    private void release(Exchanged last) {
        for (Exchanged e = last; e != null && --e.holders == 0; e = e.before) {
            bytes -= Exchanged.OVERHEAD;
            for (Piece piece : e.pieces) release(piece);
        }
    }

    private void release(Piece piece) {
        Piece kept = pieces.get(piece.text);
        if (--kept.holders > 0) return;
        bytes -= kept.bytes;
        pieces.remove(kept.text);
    }

    /// Forgets what is beyond the limits, the entry without a use for the longest time first.
    private void trim(long now) {
        if (latest - CLOCK_STEP_MS > now) {
            // the clock was set back: nothing is kept for longer because of that
            for (Exchanged entry : entries.values()) entry.used = Math.min(entry.used, now);
        }
        latest = now;
        Iterator<Exchanged> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Exchanged next = oldest.next();
            boolean young = now - next.used < limits.longestMs();
            if (young && bytes <= limits.mostBytes() && entries.size() <= limits.most()) return;
            oldest.remove();
            drop(next);
        }
    }

    // ── the takeover ──

    /// Hands all that is remembered over to another gateway, and later every further answer. Answers of requests under
    /// way go on to be remembered here too.
    ///
    /// @param to gets lines; it must not block
    public void handOver(Consumer<String> to) {
        if (!limits.on()) return;
        synchronized (entries) {
            trim(clock.millis());
            for (Exchanged entry : entries.values()) lines.write(entry, to);
            successor = to;
        }
    }

    /// Takes a line of a memory that another gateway hands over.
    ///
    /// @return whether it was such a line
    public boolean takeOver(String line) {
        if (!AnswerLines.isLine(line)) return false;
        if (!limits.on()) return true;
        synchronized (entries) {
            lines.read(line, this::taken);
            return true;
        }
    }

    private void taken(Exchanged read) {
        long now = clock.millis();
        read.used = Math.min(read.used, now);
        keep(read);
        trim(now);
    }

    /// No further line will come.
    public void takenOver() {
        synchronized (entries) {
            lines.forget();
        }
    }

    /// What is remembered at present, for tests.
    ///
    /// @param bytes of it, with an estimate of what the objects take
    record Size(int entries, long bytes) {}

    Size size() {
        synchronized (entries) {
            return new Size(entries.size(), bytes);
        }
    }
}
