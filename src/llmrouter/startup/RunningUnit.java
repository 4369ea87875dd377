package llmrouter.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The service that runs a process: one that this program installed, or any other unit of systemd. Its manager starts
/// the process again when it ends by itself, so it must be ended by way of the manager.
///
/// @param name  of the service
/// @param stop  the words that end it
/// @param start the words that start it again
public record RunningUnit(String name, List<String> stop, List<String> start) {

    /// The service whose main process has this id, or whose main process started it; null if there is none. No
    /// service is asked for where there are no tools of a manager.
    ///
    /// @param home        of the user
    /// @param environment in which the manager's tools are found
    public static RunningUnit of(long pid, Path home, Map<String, String> environment) throws StartupError {
        var tools = new ManagerTools(environment);
        if (System.getProperty("os.name").startsWith("Mac")) return ofLaunchd(pid, LaunchAgent.of(home), tools);
        if (tools.find("systemctl") == null) return null;
        for (List<String> unit : units(pid)) {
            var query = new ArrayList<>(call(unit, "show"));
            query.add("--property=MainPID");
            if (tools.run(query).number("MainPID", "=") != pid) continue;
            return new RunningUnit(unit.getLast(), call(unit, "stop"), call(unit, "start"));
        }
        return null;
    }

    /// @param unit the tool, its options and the unit
    private static List<String> call(List<String> unit, String verb) {
        var call = new ArrayList<>(unit.subList(0, unit.size() - 1));
        call.addAll(List.of(verb, unit.getLast()));
        return List.copyOf(call);
    }

    /// The units that may run a process, each as the words of a call: the one that its control group names, and the
    /// one that this program installs. That a unit really runs it, only its main process shows: a terminal that was
    /// opened from a desktop is in the control group of a unit too.
    private static Set<List<String>> units(long pid) {
        var units = new LinkedHashSet<List<String>>();
        for (String group : controlGroups(pid)) {
            String unit = group.substring(group.lastIndexOf('/') + 1);
            if (!unit.endsWith(".service") || unit.startsWith("user@")) continue;
            boolean ofUser = group.contains("/user@");
            units.add(ofUser ? List.of("systemctl", "--user", unit) : List.of("systemctl", unit));
        }
        units.add(List.of("systemctl", "--user", SystemdUser.UNIT));
        return units;
    }

    /// Lines `number:controllers:path` (cgroups(7)); none where the system does not tell.
    private static List<String> controlGroups(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"));
        } catch (IOException _) {
            return List.of();
        }
    }

    /// launchd runs a script that runs the gateway.
    static RunningUnit ofLaunchd(long pid, LaunchAgent agent, ManagerTools tools) throws StartupError {
        if (tools.find("launchctl") == null) return null;
        long main = agent.state(tools.run(agent.query())).pid();
        long parent = ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(0L);
        if (main == 0 || main != pid && main != parent) return null;
        return new RunningUnit(LaunchAgent.LABEL, agent.stopping().getFirst().words(),
            agent.enabling().getLast().words());
    }

    /// What a user types to end it.
    public String stopLine() {
        return String.join(" ", stop);
    }

    /// What a user types to start it again.
    public String startLine() {
        return String.join(" ", start);
    }

    /// Has the manager end it, and waits until it has.
    /// @throws StartupError the manager does not, with its words
    public void end(Map<String, String> environment) throws StartupError {
        ManagerTools.Told told = new ManagerTools(environment).run(stop);
        if (told.isOk()) return;
        throw new StartupError("'" + String.join(" ", stop) + "' failed: " + told.text().strip()
            + (stop.contains("--user") ? "" : "; run it with the rights to do that, e.g. sudo"));
    }
}
