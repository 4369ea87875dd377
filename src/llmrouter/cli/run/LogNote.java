package llmrouter.cli.run;

import java.io.IOException;

import llmrouter.config.Settings.LogLevel;
import llmrouter.files.FileError;
import llmrouter.files.RollingLog;

/// Where a gateway tells what happens to requests, in a sentence or two for the person who starts it.
final class LogNote {
    private LogNote() {}

    /// @param log   of the requests, or null if it is off
    /// @param level from which on lines are printed while the gateway runs
    static String of(RollingLog log, LogLevel level) {
        String file = log == null ? "No request is logged (LLM_ROUTER_REQUEST_LOG=off)." : file(log);
        String all = "; LLM_ROUTER_LOG=debug shows all.";
        return file + switch (level) {
            case OFF, ERROR -> "";
            case WARN -> "\nRequests that fail are shown here" + all;
            case INFO -> "\nRequests that fail or go to a second candidate are shown here" + all;
            case DEBUG -> "\nAll requests are shown here.";
        };
    }

    /// Why the log cannot be written, as a clause; null if it can be. Creates the file.
    ///
    /// @param log or null
    static String trouble(RollingLog log) {
        if (log == null) return null;
        try {
            log.prepare(_ -> {}); // the gateway has said what it closed to others
            return null;
        } catch (IOException e) {
            return FileError.describe(e);
        }
    }

    private static String file(RollingLog log) {
        String trouble = trouble(log);
        if (trouble == null) return "Every request is logged in " + log.path() + "; 'llm-router why' shows the latest.";
        return "No request can be logged in " + log.path() + " (" + trouble
            + "); correct that, or name another file in LLM_ROUTER_REQUEST_LOG.";
    }
}
