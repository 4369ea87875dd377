package llmrouter.server;

import java.util.function.Consumer;

import llmrouter.config.Settings.LogLevel;
import llmrouter.gateway.Summary;

/// What the operator sees of requests: one line each, without content or keys. Thread-safe if its sink is.
final class RequestLog {
    private final LogLevel level;
    private final Consumer<String> sink;

    RequestLog(LogLevel level, Consumer<String> sink) {
        this.level = level;
        this.sink = sink;
    }

    /// A request has ended: a failure is a warning, anything else is for debugging.
    void ended(Summary s) {
        boolean fine = s.end().equals("ok") && s.attempts().size() == 1 && s.warnings().isEmpty();
        if (!shows(fine ? LogLevel.DEBUG : LogLevel.INFO)) return;
        var line = new StringBuilder(s.requestId()).append(' ').append(s.status()).append(' ').append(s.end()).append(" model=").append(printable(s.requested()));
        if (!s.attempts().isEmpty()) line.append(" attempts=").append(s.attempts());
        if (s.usage() != null) line.append(" tokens=").append(s.usage().prompt()).append('+').append(s.usage().output());
        if (!s.losses().isEmpty()) line.append(" loss=[").append(s.losses()).append(']');
        for (String warning : s.warnings()) line.append(" warning=[").append(printable(warning)).append(']');
        sink.accept(line.toString());
    }

    void debug(String line) {
        if (shows(LogLevel.DEBUG)) sink.accept(line);
    }

    /// A fault of our own, with its stack; messages of such faults hold no request content by design of the core.
    void bug(String requestId, Throwable e) {
        if (!shows(LogLevel.ERROR)) return;
        var text = new StringBuilder(requestId).append(" internal error: ").append(printable(e.toString()));
        for (StackTraceElement frame : e.getStackTrace()) text.append("\n    at ").append(frame);
        sink.accept(text.toString());
    }

    private boolean shows(LogLevel at) {
        return level.compareTo(at) >= 0;
    }

    /// Client- and provider-made text without control characters, so that it cannot forge lines or drive a terminal.
    private static String printable(String s) {
        var out = new StringBuilder(Math.min(s.length(), 200));
        for (int i = 0; i < s.length() && i < 200; i++) {
            char c = s.charAt(i);
            out.append(c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029 ? '?' : c);
        }
        return out.toString();
    }
}
