package llmrouter.cli.run;

import llmrouter.config.Settings.LogLevel;
import llmrouter.files.RollingLog;

/// Where a gateway tells what happens to requests, in a sentence or two for the person who starts it.
final class LogNote {
    private LogNote() {}

    /// @param log   of the requests, or null if it is off
    /// @param level from which on lines are printed while the gateway runs
    static String of(RollingLog log, LogLevel level) {
        String file = log == null ? "No request is logged (LLM_ROUTER_REQUEST_LOG=off)."
            : "Every request is logged in " + log.path() + "; 'llm-router why' shows the latest.";
        String all = "; LLM_ROUTER_LOG=debug shows all.";
        return file + switch (level) {
            case OFF, ERROR -> "";
            case WARN -> "\nRequests that fail are shown here" + all;
            case INFO -> "\nRequests that fail or go to a second candidate are shown here" + all;
            case DEBUG -> "\nAll requests are shown here.";
        };
    }
}
