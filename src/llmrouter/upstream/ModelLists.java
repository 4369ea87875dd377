package llmrouter.upstream;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.config.Config;
import llmrouter.config.KeyPlace;
import llmrouter.config.Provider;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.OfferedModels.Offer;
import llmrouter.threads.OwnFaults;
import llmrouter.threads.Rounds;
import llmrouter.upstream.ModelListCall.Outcome;
import llmrouter.upstream.ModelListCall.Source;

/// The lists of models of all providers that pass their models through, read in the background by one thread: when the
/// configuration brings a new provider, address or key, and again every hour. A list that cannot be read is no error
/// for a request: the last one that could be read stays, and without any list models can be asked for by name. Nothing
/// is read for other providers. Thread-safe.
public final class ModelLists implements AutoCloseable {
    /// How the lists are renewed.
    ///
    /// @param again after a list was read, or where a provider has none
    /// @param retry after a failure that may pass
    public record Pace(Duration again, Duration retry) {
        public static final Pace USUAL = new Pace(Duration.ofHours(1), Duration.ofMinutes(5));
    }

    /// @param offers  null if none was ever read
    /// @param dueAt   of System.nanoTime
    /// @param trouble why the last attempt failed, or null
    /// @param refusal the line about a key that the provider refuses
    private record Entry(Source source, List<Offer> offers, long dueAt, String trouble, String refusal) {}

    private final Upstream upstream;
    private final long connectMs;
    private final Pace pace;
    private final Runnable changed;
    private final Consumer<String> log;
    /// By the provider's id, for all that the present configuration passes through. Guarded by this object.
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Thread thread;
    /// Where a list is being read from at present, and for which provider; both are null while none is read. The
    /// thread may be interrupted while one is. Guarded by this object.
    private Source reading;
    private String readingFor;
    private boolean closed;

    /// @param changed run after the lists have changed, by the thread that reads them
    /// @param log     gets one line for each new trouble
    public ModelLists(Upstream upstream, long connectMs, Pace pace, Runnable changed, Consumer<String> log) {
        this.upstream = upstream;
        this.connectMs = connectMs;
        this.pace = pace;
        this.changed = changed;
        this.log = log;
    }

    /// Keeps the lists that a configuration needs. Returns at once.
    public synchronized void follow(Config config) {
        var before = new HashMap<>(entries);
        entries.clear();
        for (Provider provider : config.providers()) {
            boolean listed = provider.enabled() && provider.leftOut() == null && provider.everyModel() != null;
            if (!listed) continue;
            Source source = ModelListCall.source(provider);
            Entry known = before.get(provider.id());
            boolean same = known != null && known.source().equals(source);
            entries.put(provider.id(), same ? known
                : new Entry(source, null, System.nanoTime(), null, refusal(provider)));
        }
        boolean outdated = reading != null && !reading.equals(source(readingFor));
        if (outdated) thread.interrupt();
        if (!entries.isEmpty() && thread == null && !closed) {
            thread = Thread.ofVirtual().name("model-lists")
                .start(() -> Rounds.repeat(this::isClosed, this::readNext));
        }
        notifyAll();
    }

    /// The lists that are known.
    public synchronized OfferedModels offered() {
        var lists = new HashMap<String, List<Offer>>();
        entries.forEach((provider, entry) -> {
            if (entry.offers() != null) lists.put(provider, entry.offers());
        });
        return lists.isEmpty() ? OfferedModels.NONE : new OfferedModels(lists);
    }

    private void readNext() throws InterruptedException {
        String provider = nextDue();
        Source source = begin(provider);
        if (source == null) return;
        boolean isNew = took(provider, source, outcome(source));
        if (isNew) changed.run();
    }

    /// @return null if the reading was ended because the configuration does not need this list any more
    /// @throws InterruptedException closed
    private Outcome outcome(Source source) throws InterruptedException {
        try {
            return new ModelListCall(upstream).run(source, connectMs);
        } catch (InterruptedException e) {
            if (isClosed()) throw e;
            return null;
        } catch (RuntimeException | Error e) {
            OwnFaults.report(e);
            return new Outcome.Failed("the gateway failed on it (" + e.getClass().getSimpleName() + ")", false);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Waits until the list of a provider is to be read.
    private synchronized String nextDue() throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            long wait = Long.MAX_VALUE;
            for (Map.Entry<String, Entry> entry : entries.entrySet()) {
                long left = entry.getValue().dueAt() - now;
                if (left <= 0) return entry.getKey();
                wait = Math.min(wait, left);
            }
            if (wait == Long.MAX_VALUE) wait();
            else wait(Math.max(1, wait / 1_000_000));
        }
    }

    /// What is read now; null if there is nothing to read any more.
    private synchronized Source begin(String provider) {
        reading = source(provider);
        readingFor = provider;
        return reading;
    }

    private synchronized Source source(String provider) {
        return entries.get(provider) instanceof Entry entry ? entry.source() : null;
    }

    /// @param outcome null if the reading was ended
    /// @return whether the lists have changed
    private synchronized boolean took(String provider, Source source, Outcome outcome) throws InterruptedException {
        reading = null;
        readingFor = null;
        // an interrupt that came after the reading had ended was meant for the reading, unless the lists are closed
        if (Thread.interrupted() && closed) throw new InterruptedException();
        if (outcome == null) return false;
        Entry before = entries.get(provider);
        boolean outdated = before == null || !before.source().equals(source);
        if (outdated) return false;
        return switch (outcome) {
            case Outcome.Listed(List<Offer> offers) -> {
                entries.put(provider, new Entry(source, offers, due(pace.again()), null, before.refusal()));
                yield !offers.equals(before.offers());
            }
            case Outcome.Failed(String reason, boolean lasting) -> {
                long due = due(lasting ? pace.again() : pace.retry());
                entries.put(provider, new Entry(source, before.offers(), due, reason, before.refusal()));
                if (!reason.equals(before.trouble())) {
                    log.accept(reason.equals(ModelListCall.KEY_REFUSED) ? before.refusal()
                        : "the list of models of provider " + provider + " cannot be read: " + reason
                            + "; its models can still be asked for by name");
                }
                yield false;
            }
        };
    }

    private static String refusal(Provider provider) {
        return "provider " + provider.id() + " refuses " + KeyPlace.named(provider) + " (401), so its list of models "
            + "cannot be read; " + KeyPlace.correction(provider);
    }

    private static long due(Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) thread.interrupt();
    }
}
