package llmrouter.startup;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A service manager that starts programs for a user: how it wants a service described, and which calls of its tools
/// enable, end and describe one. Pure: it calls nothing by itself, but for what it is given to ask.
public sealed interface ServiceManager permits SystemdUser, LaunchAgent, WindowsTask {
    /// What every text of this program contains and no other one.
    String MARK = "Written by 'llm-router startup install'";

    /// The manager of a system for a user.
    ///
    /// @param system the name of the operating system, as Java tells it
    /// @throws StartupError this program knows no manager of that system
    static ServiceManager of(String system, Path home, Map<String, String> environment) throws StartupError {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) return SystemdUser.of(home, environment);
        if (name.startsWith("mac")) return LaunchAgent.of(home);
        if (name.startsWith("windows")) return WindowsTask.of(home, environment);
        throw new StartupError("'startup' knows systemd, launchd and the Windows Task Scheduler, but not the service "
            + "manager of " + system + "; let your system run 'llm-router start' at login");
    }

    /// Its name for people.
    String name();

    /// What it calls the service.
    String service();

    /// The file that describes the service to it.
    Path file();

    /// The file with variables for the service; a manager without such a thing reads none.
    Path variablesFile();

    /// Whether it reads [#variablesFile].
    boolean readsVariablesFile();

    /// Whether a service can have variables of its own.
    boolean takesVariables();

    /// Whether it starts the gateway again when that one ends without a failure.
    boolean restartsAfterEnd();

    /// The text that describes a service.
    /// @throws StartupError the manager cannot be told one of the words
    String text(StartupJob job) throws StartupError;

    /// The encoding of the file.
    default Charset charset() {
        return StandardCharsets.UTF_8;
    }

    /// Makes the service known, starts it, and has it started at every login.
    List<ManagerStep> enabling();

    /// Ends the service, and has it not started again. Called while its file is still there.
    List<ManagerStep> disabling();

    /// Called when the file has been removed.
    List<ManagerStep> forgetting();

    /// Ends the service until the next login, or until it is started again.
    List<ManagerStep> stopping();

    /// What asks for the state of the service.
    List<String> query();

    /// @param told what came of [#query]
    ServiceState state(ManagerTools.Told told);

    /// How a user reads what the service has printed.
    String logHint();

    /// What to try after a call that failed, as the end of a sentence; empty if its own words say enough.
    String hint(ManagerTools.Told told);
}
