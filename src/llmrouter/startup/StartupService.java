package llmrouter.startup;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The gateway as a service of this user: puts it in and takes it out, starts and stops it, and says how it is.
public final class StartupService {
    private final ServiceManager manager;
    private final ManagerTools tools;
    private final UnitFile file;

    private StartupService(ServiceManager manager, ManagerTools tools) {
        this.manager = manager;
        this.tools = tools;
        this.file = new UnitFile(manager.file(), manager.charset());
    }

    /// The service of a user on this system.
    ///
    /// @param environment in which the manager's tools are found and run
    /// @throws StartupError this program does not know the system's service manager
    public static StartupService of(Path home, Map<String, String> environment) throws StartupError {
        return of(System.getProperty("os.name"), home, environment);
    }

    /// As on another system.
    ///
    /// @param system the name of the operating system, as Java tells it
    static StartupService of(String system, Path home, Map<String, String> environment) throws StartupError {
        var tools = new ManagerTools(environment);
        ServiceManager manager = ServiceManager.of(system, home, environment);
        return new StartupService(manager instanceof SystemdUser systemd ? systemd.of(tools) : manager, tools);
    }

    public ServiceManager manager() {
        return manager;
    }

    /// The text that describes the service, with a mask in place of secret values.
    /// @throws StartupError the service cannot be described, or a foreign file is in its place
    public String preview(StartupJob job) throws StartupError {
        file.ownText();
        return manager.text(job.checked().masked());
    }

    /// Whether this program has installed the service.
    /// @throws StartupError a foreign file is in its place
    public boolean isInstalled() throws StartupError {
        return file.ownText() != null;
    }

    /// Installs the service and starts it; one that is installed already is replaced and started anew. If the manager
    /// refuses it, all is as it was before.
    ///
    /// @return whether there was one before
    /// @throws StartupError it cannot be installed, with the manager's words
    public boolean install(StartupJob job) throws StartupError {
        String before = file.ownText();
        String text = manager.text(job.checked());
        refuseForeignTask(before);
        file.write(text);
        try {
            for (ManagerStep step : manager.enabling()) perform(step);
        } catch (StartupError refused) {
            undo(before);
            throw new StartupError(refused.getMessage() + (before == null
                ? ". Nothing is installed: " + manager.file() + " was removed again"
                : ". The service is as it was: " + manager.file() + " has its earlier text again"));
        }
        return before != null;
    }

    /// A task of Windows is not the file that describes it, so one of another author is looked for too.
    private void refuseForeignTask(String before) throws StartupError {
        if (!(manager instanceof WindowsTask) || before != null) return;
        ManagerTools.Told told = tools.run(manager.query());
        if (!told.isOk() || told.text().contains(ServiceManager.MARK)) return;
        throw new StartupError("there is a task '" + manager.service() + "' already, and 'llm-router startup install' "
            + "did not make it; remove it with 'schtasks /Delete /TN " + manager.service() + "'");
    }

    /// As far as it can be undone; the failure that led here is told, not one of these.
    private void undo(String before) throws StartupError {
        if (before == null) {
            for (ManagerStep step : manager.disabling()) tools.run(step.words());
        }
        file.restore(before);
        for (ManagerStep step : before == null ? manager.forgetting() : manager.enabling()) tools.run(step.words());
    }

    /// Ends the service and removes it.
    ///
    /// @return whether there was one
    /// @throws StartupError it cannot be removed, or a foreign file is in its place
    public boolean uninstall() throws StartupError {
        if (file.ownText() == null) return false;
        for (ManagerStep step : manager.disabling()) perform(step);
        file.remove();
        for (ManagerStep step : manager.forgetting()) perform(step);
        return true;
    }

    /// Ends the service; the manager starts it again at the next login.
    public void stop() throws StartupError {
        for (ManagerStep step : manager.stopping()) perform(step);
    }

    private void perform(ManagerStep step) throws StartupError {
        ManagerTools.Told told = tools.run(step.words());
        if (told.isOk() || step.optional()) return;
        String said = told.text().strip();
        throw new StartupError("'" + step.line() + "' failed: " + (said.isEmpty() ? "exit code " + told.code() : said)
            + manager.hint(told));
    }

    /// What the manager says about the service.
    public ServiceState state() throws StartupError {
        return manager.state(tools.run(manager.query()));
    }

    /// The variables that the manager gives every service of the user, beside those of the service itself; empty if it
    /// does not say.
    public Map<String, String> environment() throws StartupError {
        var environment = new HashMap<String, String>();
        if (!(manager instanceof SystemdUser)) return environment;
        ManagerTools.Told told = tools.run(List.of("systemctl", "--user", "show-environment"));
        if (!told.isOk()) return environment;
        for (String line : told.text().lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return environment;
    }

    /// What a user could type to do what [#install] does, beside writing the file.
    public List<String> commands() {
        return manager.enabling().stream().map(ManagerStep::line).toList();
    }
}
