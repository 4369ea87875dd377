package llmrouter.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.config.YesNo;
import llmrouter.config.read.SettingsTable;
import llmrouter.files.ConfigStore;
import llmrouter.files.Secrets;
import llmrouter.report.LocalTime;

/// The surroundings in which a gateway runs: what this package needs from the program that calls it.
///
/// @param environment the environment variables
/// @param home        the user's home folder, what `~` means
/// @param terminal    whether a person sits at a terminal; a hangup then means that the terminal was closed
/// @param stop        asks the running gateway to end
/// @param messages    gets lines for the person who started the gateway, one at a time, from any thread
public record HostContext(Map<String, String> environment, Path home, boolean terminal, StopSignal stop,
        Consumer<String> messages) {

    /// The same for a gateway that runs: each message begins with the local time. Not if a service manager gets them,
    /// which adds the time itself: systemd sets `JOURNAL_STREAM`, which a terminal that was opened from a desktop
    /// inherits.
    public HostContext timed() {
        boolean toJournal = !terminal && environment.get("JOURNAL_STREAM") != null;
        String managed = SettingsTable.MANAGED_BY_STARTUP.in(environment::get);
        if (toJournal || managed != null && YesNo.bool(managed) == Boolean.TRUE) return this;
        return new HostContext(environment, home, terminal, stop,
            line -> messages.accept(LocalTime.withDay(Instant.now()) + " " + line));
    }

    void say(String line) {
        messages.accept(line);
    }

    Secrets secrets() {
        return new Secrets(environment::get, home);
    }

    Path expand(String path) {
        return ConfigStore.expand(path, home);
    }
}
