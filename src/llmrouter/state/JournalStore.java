package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import llmrouter.routing.Change;
import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.text.Text;

/// Shared state that survives the process, however it ends.
///
/// The table decides under its own lock, in memory; its changes gather as lines. Before a call returns, its lines are
/// with the kernel: whoever comes first to the file writes everybody's, so that many requests share a write and the
/// table is never locked across one. A disk that fails does not stop anything: the gateway goes on from memory, says
/// so, and starts over with a snapshot as soon as one can be written.
final class JournalStore implements StateStore {
    /// A journal longer than this is compacted; a snapshot of everything that is remembered at most is about as long.
    private static final long COMPACT_BYTES = 4 << 20;
    private static final long RETRY_MS = 5_000;

    private final RoutingTable table;
    private final StateFiles files;
    private final StateLock lock;
    private final long compactBytes;
    private final Clock clock;
    private final Consumer<String> log;
    private final Text pending = new Text();
    private long gathered;
    /// Who gets the changes once the files are left to another; null until then.
    private Consumer<String> successor;

    private final ReentrantLock disk = new ReentrantLock();
    private volatile long written;
    private CompletableFuture<Void> compaction = CompletableFuture.completedFuture(null);
    private boolean closed;
    /// Why the journal may end anywhere, so that only a new snapshot is a sound beginning; null if it is sound.
    private volatile String journalTrouble;
    /// Why the journal cannot be compacted; it is no less sound for that.
    private volatile String snapshotTrouble;
    private volatile long nextTry;

    private JournalStore(Path path, StateLock lock, long compactBytes, HealthPolicy policy, Clock clock,
            Consumer<String> log) throws IOException {
        this.lock = lock;
        this.compactBytes = compactBytes;
        this.clock = clock;
        this.log = log;
        this.files = new StateFiles(path, log);
        this.table = new RoutingTable(policy, this::gather);
        for (Change change : files.load(Long.toString(clock.millis()))) table.apply(change);
        if (files.damaged()) restart();
    }

    /// Opens the state at `path`; its journal, lock and backups lie beside it.
    ///
    /// @return null if another gateway holds it
    /// @throws IOException the files cannot be used
    static JournalStore open(Path path, HealthPolicy policy, Clock clock, Consumer<String> log) throws IOException {
        return open(path, COMPACT_BYTES, policy, clock, log);
    }

    /// As above, with a journal of another length.
    static JournalStore open(Path path, long compactBytes, HealthPolicy policy, Clock clock,
            Consumer<String> log) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (absolute.getFileName() == null) throw new IOException("it is a folder");
        Files.createDirectories(absolute.getParent());
        StateLock lock = StateLock.tryTake(lockFile(absolute));
        if (lock == null) return null;
        try {
            return new JournalStore(absolute, lock, compactBytes, policy, clock, log);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static Path lockFile(Path path) {
        return path.resolveSibling(path.getFileName() + ".lock");
    }

    private void gather(Change change) {
        if (successor != null) {
            MemoryStore.send(change, successor);
            return;
        }
        ChangeCodec.write(change, pending);
        gathered++;
    }

    @Override
    public PickResult consult(PickRequest question) {
        PickResult pick;
        long ticket;
        synchronized (table) {
            long before = gathered;
            pick = table.pick(question, clock.millis());
            ticket = gathered == before ? 0 : gathered;
        }
        persist(ticket);
        return pick;
    }

    @Override
    public void report(List<Outcome> outcomes) {
        long ticket;
        synchronized (table) {
            long before = gathered;
            long now = clock.millis();
            for (Outcome o : outcomes) table.report(o, now);
            ticket = gathered == before ? 0 : gathered;
        }
        persist(ticket);
    }

    /// Returns when the first `ticket` changes are with the kernel, or the disk is known to be in trouble.
    private void persist(long ticket) {
        if (written >= ticket) return;
        disk.lock();
        try {
            if (written >= ticket || closed) return;
            if (journalTrouble == null) write();
            else if (clock.millis() < nextTry || !compaction.isDone()) forget();
            else restart();
        } finally {
            disk.unlock();
        }
    }

    /// Everything that has gathered, and now and then the next journal: it begins at once, the snapshot it stands on is
    /// written aside while requests go on.
    private void write() {
        boolean due = snapshotTrouble == null ? files.journalBytes() > compactBytes : clock.millis() >= nextTry;
        boolean compact = due && !closed && compaction.isDone();
        String lines;
        long upTo;
        List<Change> all;
        synchronized (table) {
            lines = pending.take();
            upTo = gathered;
            all = compact ? table.changes() : List.of();
        }
        try {
            files.append(lines);
            if (compact) {
                long number = files.cut();
                compaction = CompletableFuture.runAsync(() -> writeSnapshot(number, all),
                    task -> Thread.ofVirtual().name("state-snapshot").start(task));
            }
        } catch (IOException e) {
            journalTrouble = trouble(e);
        }
        written = upTo;
    }

    private void writeSnapshot(long number, List<Change> all) {
        try {
            files.writeSnapshot(number, all);
            if (snapshotTrouble != null && journalTrouble == null) recovered();
            snapshotTrouble = null;
        } catch (IOException e) {
            snapshotTrouble = trouble(e);
        }
    }

    private void forget() {
        synchronized (table) {
            pending.take();
            written = gathered;
        }
    }

    private void restart() {
        List<Change> all;
        synchronized (table) {
            pending.take();
            all = table.changes();
            written = gathered;
        }
        try {
            files.restart(all);
            if (trouble() != null) recovered();
            journalTrouble = null;
            snapshotTrouble = null;
        } catch (IOException e) {
            journalTrouble = trouble(e);
        }
    }

    /// Says it the first time only.
    private String trouble(IOException e) {
        nextTry = clock.millis() + RETRY_MS;
        if (trouble() == null) {
            log.accept("state: writing failed (" + e.getMessage() + "); going on from memory until it works again");
        }
        return "routing state cannot be written: " + e.getMessage();
    }

    private void recovered() {
        log.accept("state: the files can be written again");
    }

    @Override
    public RoutingSnapshot snapshot(List<Choice> choices) {
        synchronized (table) {
            return table.snapshot(choices, clock.millis());
        }
    }

    @Override
    public String trouble() {
        return journalTrouble != null ? journalTrouble : snapshotTrouble;
    }

    @Override
    public void close() {
        disk.lock();
        try {
            if (!closed) writeAndClose();
        } finally {
            disk.unlock();
        }
    }

    private void writeAndClose() {
        closed = true;
        compaction.join();
        if (journalTrouble == null) write();
        else restart();
        closeFiles();
    }

    @Override
    public void handOver(Consumer<String> to) {
        disk.lock();
        try {
            if (closed) return;
            writeAndClose();
            synchronized (table) {
                String late = pending.take(); // gathered since the last write
                if (!late.isEmpty()) to.accept(late);
                successor = to;
            }
        } finally {
            disk.unlock();
        }
    }

    @Override
    public void takeOver(String line) {
        if (!(ChangeCodec.read(line) instanceof Change change)) return;
        long ticket;
        synchronized (table) {
            table.apply(change);
            gather(change);
            ticket = gathered;
        }
        persist(ticket);
    }

    private void closeFiles() {
        try (lock) {
            files.close();
        } catch (IOException e) {
            log.accept("state: closing failed (" + e.getMessage() + ")");
        }
    }
}
