package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import llmrouter.routing.Change;
import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.Pick;
import llmrouter.routing.Question;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.Standing;
import llmrouter.text.Text;

/// Shared state that survives the process, however it ends.
///
/// The table decides under its own lock, in memory; its changes gather as lines. Before a call returns, its lines are with the kernel:
/// whoever comes first to the file writes everybody's, so that many requests share a write and the table is never locked across one.
/// A disk that fails does not stop anything: the gateway goes on from memory, says so, and starts over with a snapshot as soon as one
/// can be written.
final class JournalStore implements StateStore {
    /// A journal is compacted once it is this long and several times its snapshot.
    private static final long COMPACT_BYTES = 4 << 20;
    private static final long RETRY_MS = 5_000;

    private final RoutingTable table;
    private final StateFiles files;
    private final StateLock lock;
    private final Clock clock;
    private final Consumer<String> log;
    private final Text pending = new Text();
    private final ReentrantLock disk = new ReentrantLock();
    private volatile String trouble;
    private volatile long nextRetry;
    private Thread compaction;
    private long gathered;
    private volatile long written;
    private boolean closed;

    private JournalStore(Path path, StateLock lock, HealthPolicy policy, Clock clock, Consumer<String> log) throws IOException {
        this.lock = lock;
        this.clock = clock;
        this.log = log;
        this.files = new StateFiles(path, log);
        this.table = new RoutingTable(policy, this::gather);
        for (Change change : files.load(Long.toString(clock.millis()))) table.apply(change);
    }

    /// Opens the state at `path`; its journal, lock and backups lie beside it.
    ///
    /// @return null if another gateway holds it
    /// @throws IOException the files cannot be used
    static JournalStore open(Path path, HealthPolicy policy, Clock clock, Consumer<String> log) throws IOException {
        Path absolute = path.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        StateLock lock = StateLock.tryTake(lockFile(absolute));
        if (lock == null) return null;
        try {
            return new JournalStore(absolute, lock, policy, clock, log);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static Path lockFile(Path path) {
        return path.resolveSibling(path.getFileName() + ".lock");
    }

    private void gather(Change change) {
        ChangeCodec.write(change, pending);
        gathered++;
    }

    @Override
    public Pick consult(Question question) {
        Pick pick;
        long ticket;
        synchronized (table) {
            pick = table.pick(question, clock.millis());
            ticket = gathered;
        }
        persist(ticket);
        return pick;
    }

    @Override
    public void report(List<Outcome> outcomes) {
        long ticket;
        synchronized (table) {
            long now = clock.millis();
            for (Outcome o : outcomes) table.report(o, now);
            ticket = gathered;
        }
        persist(ticket);
    }

    /// Returns when the first `ticket` changes are with the kernel, or the disk is known to be in trouble.
    private void persist(long ticket) {
        if (written >= ticket) return;
        disk.lock();
        try {
            if (written >= ticket || closed) return;
            if (trouble != null) recover();
            else write();
        } finally {
            disk.unlock();
        }
    }

    private void write() {
        String lines;
        long upTo;
        synchronized (table) {
            lines = pending.take();
            upTo = gathered;
        }
        try {
            files.append(lines);
            if (files.journalBytes() > COMPACT_BYTES) compact();
        } catch (IOException e) {
            fail(e);
        }
        written = upTo;
    }

    /// Begins the next journal at once; the snapshot it stands on is written aside, while requests go on.
    private void compact() throws IOException {
        if (compaction != null && compaction.isAlive()) return;
        String lines;
        List<Change> all;
        synchronized (table) {
            lines = pending.take();
            all = table.changes();
            written = gathered;
        }
        files.append(lines);
        long due = files.cut();
        compaction = Thread.ofVirtual().name("state-snapshot").start(() -> {
            try {
                files.writeSnapshot(due, all);
            } catch (IOException e) {
                fail(e);
            }
        });
    }

    /// After a failed write the journal may end anywhere, so that only a new snapshot is a sound beginning.
    private void recover() {
        List<Change> all;
        synchronized (table) {
            pending.take();
            written = gathered;
            if (clock.millis() < nextRetry) return;
            all = table.changes();
        }
        try {
            files.writeSnapshot(files.cut(), all);
            trouble = null;
            log.accept("state: the files can be written again");
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        nextRetry = clock.millis() + RETRY_MS;
        if (trouble == null) log.accept("state: writing failed (" + e.getMessage() + "); going on from memory until it works again");
        trouble = "routing state cannot be written: " + e.getMessage();
    }

    @Override
    public Standing standing(List<Choice> choices) {
        synchronized (table) {
            return table.standing(choices, clock.millis());
        }
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        disk.lock();
        try {
            if (closed) return;
            if (trouble == null) write();
            closed = true;
            if (compaction != null) compaction.join();
            files.close();
            lock.close();
        } catch (IOException e) {
            log.accept("state: closing failed (" + e.getMessage() + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            disk.unlock();
        }
    }
}
