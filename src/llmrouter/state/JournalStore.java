package llmrouter.state;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import llmrouter.files.FileError;
import llmrouter.files.nofollow.OpenFolder;
import llmrouter.routing.Change;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.routing.lines.ChangeCodec;
import llmrouter.text.Text;

/// State in files, which survives the process however it ends.
///
/// Theory of operation: the table decides in memory, under its own lock, and its changes collect as lines. Before a
/// call returns, the operating system has its lines. The first thread that gets the disk's lock writes the lines of all
/// waiting threads, so many requests share one write, and no write happens under the table's lock. If the disk fails,
/// the gateway continues from memory, logs that, and writes a new snapshot as soon as the disk works again.
///
/// Only the report of a good answer does not wait. Its lines are written with those of the next call, or a moment
/// later. If the process is killed within that moment, the stored state has the request with its estimated tokens, as
/// it has every request whose answer is not complete.
///
/// Lock order: the disk, then the table.
final class JournalStore implements StateStore {
    /// A journal longer than this is compacted. A snapshot of the largest table is about as long.
    private static final long COMPACT_BYTES = 4 << 20;
    private static final long RETRY_MS = 5_000;
    /// How often it is looked whether the files are still there.
    private static final long LOOK_MS = 2_000;
    /// How long the report of a good answer may wait for another write.
    private static final long REPORT_MS = 20;

    private final RoutingTable table;
    private final StateFiles files;
    private final StateLock lock;
    private final long compactBytes;
    private final Clock clock;
    private final Consumer<String> log;
    /// Lines that are not written yet. Under the table's lock, as are the next two fields.
    private final Text pending = new Text();
    /// How many changes there have been.
    private long gathered;
    /// Receives the changes after the handover; null before it.
    private Consumer<String> successor;

    /// Held while files are written.
    final ReentrantLock disk = new ReentrantLock();
    /// How many changes are written, or given up because the disk failed.
    private volatile long written;
    private CompletableFuture<Void> compaction = CompletableFuture.completedFuture(null);
    private boolean closed;
    /// Why the journal may end in the middle of a line, so that a new snapshot is needed; null if the journal is
    /// complete.
    private volatile String journalTrouble;
    /// Why the journal cannot be compacted, or null. The journal is complete nevertheless.
    private volatile String snapshotTrouble;
    private volatile long nextTry;
    private volatile long lastLook;
    /// Whether another process took the lock after the files had been deleted. Then this store is memory only.
    private volatile boolean lockedOut;
    /// Whether a thread is about to write the reports that do not wait.
    private final AtomicBoolean writesSoon = new AtomicBoolean();

    private JournalStore(Path path, StateLock lock, long compactBytes, HealthPolicy policy, Clock clock,
            Consumer<String> log) throws IOException {
        this.lock = lock;
        this.lastLook = clock.millis();
        this.compactBytes = compactBytes;
        this.clock = clock;
        this.log = log;
        this.files = new StateFiles(path, log);
        this.table = new RoutingTable(policy, this::gather);
        long now = clock.millis();
        var clamped = new AtomicBoolean();
        files.load(Long.toString(now), change -> {
            if (!change.equals(table.restore(change, now))) clamped.set(true);
        });
        if (files.damaged() || clamped.get()) restart();
    }

    /// Opens the state at `path`; its journal, lock and backups are in the same folder.
    ///
    /// @return null if another gateway holds it
    /// @throws IOException the files cannot be used
    static JournalStore open(Path path, HealthPolicy policy, Clock clock, Consumer<String> log) throws IOException {
        return open(path, COMPACT_BYTES, policy, clock, log);
    }

    /// As above.
    ///
    /// @param compactBytes length of the journal from which on it is compacted
    static JournalStore open(Path path, long compactBytes, HealthPolicy policy, Clock clock,
            Consumer<String> log) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (absolute.getFileName() == null) throw new IOException("it is a folder");
        OpenFolder.make(absolute.getParent(), null);
        StateLock lock = StateLock.tryTake(lockFile(absolute), line -> log.accept("state: " + line));
        if (lock == null) return null;
        try {
            return new JournalStore(absolute, lock, compactBytes, policy, clock, log);
        } catch (IOException | RuntimeException | Error e) {
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
    public PickResult consult(PickRequest request) {
        return decide(t -> t.pick(request, clock.millis()));
    }

    /// Asks the table, and returns its answer when the operating system has the changes that the answer made.
    private <T> T decide(Function<RoutingTable, T> decision) {
        return decide(decision, this::persist);
    }

    /// @param persist gets the number of the last change that the answer made, 0 if it made none
    private <T> T decide(Function<RoutingTable, T> decision, LongConsumer persist) {
        T answer;
        long ticket;
        synchronized (table) {
            long before = gathered;
            answer = decision.apply(table);
            ticket = gathered == before ? 0 : gathered;
        }
        persist.accept(ticket);
        return answer;
    }

    @Override
    public void report(List<Outcome> outcomes) {
        decide(t -> {
            long now = clock.millis();
            for (Outcome o : outcomes) t.report(o, now);
            return null;
        }, outcomes.stream().allMatch(JournalStore::isOfGoodAnswer) ? this::persistSoon : this::persist);
    }

    private static boolean isOfGoodAnswer(Outcome outcome) {
        return outcome instanceof Outcome.Healthy || outcome instanceof Outcome.Settled s && s.reached();
    }

    @Override
    public List<EndedCooldown> end(Predicate<String> candidates) {
        return decide(t -> t.end(candidates, clock.millis()));
    }

    @Override
    public List<EndedCooldown> adopt(Map<String, String> fingerprints) {
        return decide(t -> t.adopt(fingerprints, clock.millis()));
    }

    @Override
    public Map<String, Use> uses(List<Cap> caps) {
        synchronized (table) {
            return table.uses(caps, clock.millis());
        }
    }

    /// Returns when the operating system has the first `ticket` changes, or the disk has failed.
    private void persist(long ticket) {
        if (written >= ticket) return;
        disk.lock();
        boolean interrupted = Thread.interrupted(); // an interrupt would close the files
        try {
            if (written >= ticket || closed) return;
            look();
            if (written >= ticket) return;
            if (lockedOut) forget();
            else if (journalTrouble == null) write();
            else if (clock.millis() < nextTry || !compaction.isDone()) forget();
            else restart();
        } finally {
            disk.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /// As [#persist], but another thread waits for it.
    private void persistSoon(long ticket) {
        if (written >= ticket || !writesSoon.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("state-reports").start(() -> {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(REPORT_MS));
            writesSoon.set(false); // a later report starts another thread
            long all;
            synchronized (table) {
                all = gathered;
            }
            persist(all);
        });
    }

    /// Writes all pending lines. If the journal is long, also starts the next one; the snapshot that it continues is
    /// written by another thread.
    private void write() {
        boolean due = snapshotTrouble == null ? files.journalBytes() > compactBytes : clock.millis() >= nextTry;
        boolean compact = due && !closed && compaction.isDone();
        String lines;
        long upTo;
        List<Change> all;
        synchronized (table) {
            all = compact ? table.changes() : List.of();
            lines = pending.take();
            upTo = gathered;
        }
        try {
            files.append(lines);
            if (compact) {
                long number = files.startJournal();
                compaction = CompletableFuture.runAsync(() -> writeSnapshot(number, all),
                    task -> Thread.ofVirtual().name("state-snapshot").start(task));
            }
        } catch (IOException | Error e) {
            journalTrouble = trouble(e);
        }
        written = upTo;
    }

    /// Looks every two seconds whether the files are still those that this store writes. If one was deleted or
    /// replaced, writes all of them anew.
    private void look() {
        long now = clock.millis();
        boolean due = now - lastLook >= LOOK_MS || now < lastLook;
        if (!due || lockedOut || journalTrouble != null || !compaction.isDone()) return;
        lastLook = now;
        try {
            Path lost = files.lost(lock);
            if (lost == null) return;
            log.accept("state: " + lost + " was deleted or replaced while this gateway runs; the state is written "
                + "anew");
        } catch (IOException e) {
            journalTrouble = trouble(e);
            return;
        }
        restart();
    }

    private void writeSnapshot(long number, List<Change> all) {
        try {
            files.writeSnapshot(number, all);
            if (snapshotTrouble != null && journalTrouble == null) recovered();
            snapshotTrouble = null;
        } catch (IOException | RuntimeException | Error e) {
            snapshotTrouble = trouble(e);
        }
    }

    /// Gives up the pending lines: the table has them, and the next snapshot will.
    private void forget() {
        synchronized (table) {
            pending.take();
            written = gathered;
        }
    }

    /// Replaces the files by a new snapshot and an empty journal.
    private void restart() {
        List<Change> all;
        synchronized (table) {
            pending.take();
            all = table.changes();
            written = gathered;
        }
        try {
            files.makeFolder();
            if (!lock.keep(line -> log.accept("state: " + line))) {
                lockOut();
                return;
            }
            files.restart(all);
            if (knownTrouble() != null) recovered();
            journalTrouble = null;
            snapshotTrouble = null;
        } catch (IOException | Error e) {
            journalTrouble = trouble(e);
        }
    }

    private void lockOut() {
        lockedOut = true;
        journalTrouble = "the routing state of this gateway is kept in memory, because its files were deleted and "
            + lock.taker() + " has taken them; stop one of the two, and start this one again";
        log.accept("state: " + journalTrouble);
    }

    /// The message for [#trouble]; logged only if there was no trouble before.
    private String trouble(Throwable e) {
        nextTry = clock.millis() + RETRY_MS;
        String why = e instanceof IOException io ? FileError.describe(io) : e.toString();
        if (knownTrouble() == null) {
            log.accept("state: writing failed (" + why + "); continuing from memory until it works again");
        }
        return "routing state cannot be written: " + why;
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
    public RoutingSnapshot unhealthy(Map<String, String> fingerprints) {
        synchronized (table) {
            return table.unhealthy(fingerprints, clock.millis());
        }
    }

    @Override
    public String trouble() {
        if (disk.tryLock()) {
            boolean interrupted = Thread.interrupted(); // an interrupt would close the files
            try {
                if (!closed) look();
            } finally {
                disk.unlock();
                if (interrupted) Thread.currentThread().interrupt();
            }
        }
        return knownTrouble();
    }

    private String knownTrouble() {
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
        else if (!lockedOut) restart();
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
        // credits are not handed over
        if (!(ChangeCodec.read(line) instanceof Change change) || change instanceof Change.CreditsChanged) return;
        long ticket;
        synchronized (table) {
            Change taken = table.restore(change, clock.millis());
            if (taken == null) return;
            gather(taken);
            ticket = gathered;
        }
        persist(ticket);
    }

    private void closeFiles() {
        try (lock) {
            files.close();
        } catch (IOException e) {
            log.accept("state: closing failed (" + FileError.describe(e) + ")");
        }
    }
}
