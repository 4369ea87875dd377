package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import llmrouter.admission.Arrival;
import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.LogSettings;
import llmrouter.config.secrets.SecretWords;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.files.RollingLog;
import llmrouter.gateway.Summary;
import llmrouter.json.Json;
import llmrouter.metrics.Activity;
import llmrouter.records.HiddenKeys;
import llmrouter.records.RequestRecord;
import llmrouter.routing.RequestEnd;
import llmrouter.threads.FaultLog;

/// Records requests that have ended: a line for the operator for each one that had a failure, a detour or a warning; a
/// record in the log file for every request; the last requests and the figures of the last hour in memory. None of them
/// holds a key. Only the log file holds message text, and only if the operator has switched that on. Thread-safe if its
/// sink is.
///
/// Requests that were refused before they had a route are logged within a [RefusalBound], and the others are counted:
/// the number of those is logged a minute later.
public final class RequestLog implements AutoCloseable {
    private static final Duration COUNTED = Duration.ofMinutes(1);

    private final LogLevel level;
    private final Consumer<String> sink;
    private final Clock clock;
    private final LogWriter file;
    private final int port;
    private final boolean bodies;
    private final Activity activity;
    private final RefusalBound frontDoor = new RefusalBound();
    private final RefusalBound endpoints = new RefusalBound();
    private final AtomicLong unlogged = new AtomicLong();
    private final FaultLog faults;

    private RequestLog(LogSettings settings, int port, Clock clock, Consumer<String> sink, LogWriter file) {
        this.level = settings.level();
        this.sink = sink;
        this.clock = clock;
        this.file = file;
        this.port = port;
        this.bodies = file != null && settings.requestLogBodies();
        this.activity = new Activity(clock);
        this.faults = new FaultLog(sink);
    }

    /// Opens the log. If the log file cannot be written, this is reported to the operator, and every request
    /// tries again. What an earlier gateway on this port has logged in the last hour is read meanwhile.
    ///
    /// @param port of the gateway
    /// @param home the folder that `~` means
    /// @param sink gets the lines for the operator, one at a time, from any thread
    public static RequestLog open(LogSettings settings, int port, Path home, Clock clock, Consumer<String> sink) {
        if (settings.requestLogPath() == null) return new RequestLog(settings, port, clock, sink, null);
        var file = RollingLog.at(ConfigStore.expand(settings.requestLogPath(), home));
        try {
            file.prepare(line -> sink.accept("request log: " + line));
        } catch (IOException e) {
            sink.accept("request log: " + file.path() + " cannot be written (" + FileError.words(e)
                + "); it is tried again with each request");
        }
        var log = new RequestLog(settings, port, clock, sink, new LogWriter(file, sink));
        Instant start = clock.instant();
        Thread.ofPlatform().daemon().name("request-log-reader").start(() -> log.restore(start, file));
        return log;
    }

    /// What cannot be read of the log is missing in the figures and in the list.
    private void restore(Instant start, RollingLog log) {
        try {
            LoggedRequests.before(start, port, log, activity::restore);
        } catch (IOException e) {
            debug("request log: " + log.path() + " cannot be read (" + FileError.words(e) + ")");
        }
    }

    /// A new transcript for a request, or null if transcripts are off.
    public Transcript transcript(String body) {
        return bodies ? new Transcript(body) : null;
    }

    /// The state of the log file, or null if there is no log file.
    public LogWriter.LogState state() {
        return file == null ? null : file.state();
    }

    /// The last requests and the figures of the last hour.
    public Activity activity() {
        return activity;
    }

    /// Records the end of a request. For the operator, a failure is a warning, a detour is information, and anything
    /// else is for debugging.
    ///
    /// @param transcript or null
    /// @param secrets    that the log must not show
    public void ended(Summary s, Transcript transcript, Arrival arrival, SecretWords secrets) {
        boolean routed = s.way() != null;
        String record = routed || admitted(endpoints) ? clean(s, record(s, arrival), secrets) : null;
        activity.ended(s, record);
        if (record != null) write(s, record, transcript, secrets);
    }

    /// Records a request that the front door refused, or that failed before it came to an endpoint. The figures of the
    /// last hour do not count it.
    public void refused(Arrival arrival, ApiError error, RequestEnd end) {
        if (!admitted(frontDoor)) return;
        Summary s = Summary.refused(arrival.requestId(), arrival.errorFormat(), error, end, null);
        String model = Endpoint.modelId(arrival.target().path());
        Json.Obj shown = RequestRecord.of(record(s, arrival));
        if (model != null && shown.text("told") instanceof String told) {
            shown.put("told", HiddenKeys.in(told, model));
        }
        String record = shown.toString();
        activity.refused(record);
        write(s, record, null, SecretWords.NONE);
    }

    private String record(Summary s, Arrival arrival) {
        return RequestRecord.line(s, clock.millis() - s.took().totalMs(), arrival, port);
    }

    /// Only an answer that is not plainly good brings words from outside into its record.
    private static String clean(Summary s, String record, SecretWords secrets) {
        boolean plain = s.told().isEmpty() && s.warnings().isEmpty() && s.attempts().size() <= 1;
        return plain ? record : RequestRecord.without(secrets, record);
    }

    private void write(Summary s, String record, Transcript transcript, SecretWords secrets) {
        if (file != null) {
            file.write(transcript == null ? record : transcript.with(RequestRecord.of(record), secrets).toString());
        }
        if (!shows(RequestLine.level(s))) return;
        sink.accept(secrets.without(RequestLine.of(s, RequestRecord.of(record))));
    }

    private boolean admitted(RefusalBound bound) {
        if (bound.admits(clock.millis())) return true;
        if (unlogged.getAndIncrement() == 0) Thread.ofVirtual().start(this::countLater);
        return false;
    }

    private void countLater() {
        try {
            Thread.sleep(COUNTED);
            count();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Logs how many refused requests were not logged.
    private void count() {
        long more = unlogged.getAndSet(0);
        if (more == 0) return;
        if (file != null) file.write(RequestRecord.unlogged(more, clock.millis()).toString());
        if (shows(LogLevel.WARN)) {
            sink.accept("and " + String.format(Locale.ROOT, "%,d", more) + " more refused requests in the last minute");
        }
    }

    public void debug(String line) {
        if (shows(LogLevel.DEBUG)) sink.accept(line);
    }

    /// Reports a fault of the gateway itself: the first of its kind with its stack trace, those of the next minute with
    /// their number. The messages of such faults hold no request content.
    public void bug(String requestId, Throwable e) {
        if (shows(LogLevel.ERROR)) faults.report(requestId, e);
    }

    private boolean shows(LogLevel at) {
        return level.compareTo(at) >= 0;
    }

    @Override
    public void close() {
        count();
        faults.close();
        if (file != null) file.close();
    }
}
