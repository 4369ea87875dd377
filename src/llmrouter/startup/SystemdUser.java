package llmrouter.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The manager that systemd runs for each user (systemd.service(5), systemd.exec(5), systemd.syntax(7)).
///
/// @param folder of the user's units
/// @param config the folder of the user's configuration files
/// @param steps  whether it knows pauses that grow (systemd 254)
record SystemdUser(Path folder, Path config, boolean steps) implements ServiceManager {
    static final String UNIT = "llm-router.service";
    private static final int STEPS_SINCE = 254;
    /// A service that waits to be started again is `activating`.
    private static final List<String> RUNNING = List.of("active", "activating", "reloading", "deactivating");

    static SystemdUser of(Path home, Map<String, String> environment) {
        String xdg = environment.get("XDG_CONFIG_HOME");
        boolean given = xdg != null && xdg.startsWith("/"); // a relative path is to be ignored (XDG base directories)
        Path config = given ? Path.of(xdg) : home.resolve(".config");
        return new SystemdUser(config.resolve("systemd").resolve("user"), config, false);
    }

    /// As this systemd wants it.
    SystemdUser of(ManagerTools tools) throws StartupError {
        ManagerTools.Told told = tools.run(List.of("systemctl", "--version"));
        return new SystemdUser(folder, config, version(told.text()) >= STEPS_SINCE);
    }

    /// Of `systemd 252 (252.39-1~deb12u2)`.
    private static int version(String text) {
        int at = text.indexOf(' ') + 1;
        int end = at;
        while (end < text.length() && end < at + 5 && text.charAt(end) >= '0' && text.charAt(end) <= '9') end++;
        return end == at ? 0 : Integer.parseInt(text.substring(at, end));
    }

    @Override
    public String name() {
        return "systemd";
    }

    @Override
    public String service() {
        return UNIT;
    }

    @Override
    public Path file() {
        return folder.resolve(UNIT);
    }

    @Override
    public Path variablesFile() {
        return config.resolve("llm-router.env");
    }

    @Override
    public boolean readsVariablesFile() {
        return true;
    }

    @Override
    public boolean takesVariables() {
        return true;
    }

    @Override
    public boolean restartsAfterEnd() {
        return true;
    }

    @Override
    public String text(StartupJob job) throws StartupError {
        var lines = new ArrayList<>(List.of(
            "# " + MARK + ". 'llm-router startup uninstall' removes it.",
            "[Unit]",
            "Description=llm-router, a gateway to LLM providers",
            "# A service that ends ten times in five minutes is not started again.",
            "StartLimitIntervalSec=300",
            "StartLimitBurst=10",
            "",
            "[Service]",
            "Type=exec",
            "WorkingDirectory=" + plain(job.folder())));
        job.variables().forEach((name, value) -> lines.add("Environment=" + quoted(name + "=" + value, false)));
        lines.add("EnvironmentFile=-" + pattern(plain(job.variablesFile())));
        lines.add("ExecStart=" + commandLine(job.words()));
        lines.addAll(List.of(
            "ExecReload=/bin/kill -HUP $MAINPID",
            "KillMode=mixed",
            "TimeoutStopSec=" + (job.stopSeconds() + 10),
            "# The gateway ends with 143 after SIGTERM, and with 2 if the user must change something first.",
            "SuccessExitStatus=143",
            "Restart=always",
            "RestartPreventExitStatus=2",
            "RestartSec=5"));
        if (steps) lines.addAll(List.of("RestartSteps=6", "RestartMaxDelaySec=60"));
        lines.addAll(List.of("", "[Install]", "WantedBy=default.target", ""));
        return String.join("\n", lines);
    }

    /// The first word names the program, in which systemd replaces no variables and allows no quotes and backslashes
    /// (`string_is_safe` in its source). A shell starts a program with such a name.
    private static String commandLine(List<String> words) {
        boolean safe = words.getFirst().chars().noneMatch(c -> c == '"' || c == '\'' || c == '\\');
        var all = new ArrayList<>(safe ? List.of() : List.of("/bin/sh", "-c", "exec \"$@\"", "llm-router"));
        all.addAll(words);
        var line = new ArrayList<String>();
        for (String word : all) line.add(quoted(word, !line.isEmpty()));
        return String.join(" ", line);
    }

    /// A word between quotes: `\` and `"` are escaped as in C, `%` begins a specifier, `$` a variable.
    private static String quoted(String word, boolean variables) {
        var quoted = new StringBuilder("\"");
        for (char c : word.toCharArray()) {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                case '%' -> quoted.append("%%");
                case '$' -> quoted.append(variables ? "$$" : "$");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /// A path where systemd reads no quotes.
    private static String plain(Path path) throws StartupError {
        String text = path.toString();
        boolean blank = !text.equals(text.strip()) || text.endsWith("\\");
        if (blank) throw new StartupError("systemd cannot be told the path '" + text
            + "', because it ends with a blank or a backslash; rename that folder");
        return text.replace("%", "%%");
    }

    /// A path where systemd reads a pattern of glob(7).
    private static String pattern(String path) {
        var pattern = new StringBuilder();
        for (char c : path.toCharArray()) {
            if ("\\*?[".indexOf(c) >= 0) pattern.append('\\');
            pattern.append(c);
        }
        return pattern.toString();
    }

    private static ManagerStep call(String... words) {
        return new ManagerStep(words(words), false);
    }

    private static List<String> words(String... words) {
        var all = new ArrayList<>(List.of("systemctl", "--user"));
        all.addAll(List.of(words));
        return List.copyOf(all);
    }

    @Override
    public List<ManagerStep> enabling() {
        return List.of(call("daemon-reload"), new ManagerStep(words("reset-failed", UNIT), true),
            call("enable", UNIT), call("restart", UNIT));
    }

    @Override
    public List<ManagerStep> disabling() {
        return List.of(call("disable", "--now", UNIT));
    }

    @Override
    public List<ManagerStep> forgetting() {
        return List.of(call("daemon-reload"), new ManagerStep(words("reset-failed", UNIT), true));
    }

    @Override
    public List<ManagerStep> stopping() {
        return List.of(call("stop", UNIT));
    }

    @Override
    public List<String> query() {
        return words("show", UNIT,
            "--property=LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,UnitFileState");
    }

    @Override
    public ServiceState state(ManagerTools.Told told) {
        if (!told.isOk()) return ServiceState.unknown(told.text().strip());
        String active = told.value("ActiveState", "=");
        boolean loaded = "loaded".equals(told.value("LoadState", "="));
        boolean failed = "failed".equals(active);
        String enabled = told.value("UnitFileState", "=");
        String detail = active + " (" + told.value("SubState", "=") + ")"
            + (enabled == null || enabled.isEmpty() ? "" : ", " + enabled);
        if (failed) detail += ", result " + told.value("Result", "=") + ", exit code "
            + told.number("ExecMainStatus", "=");
        boolean runs = active != null && RUNNING.contains(active);
        return new ServiceState(loaded, runs, failed, told.number("MainPID", "="), detail);
    }

    @Override
    public String logHint() {
        return "journalctl --user -u llm-router -n 20";
    }

    @Override
    public String hint(ManagerTools.Told told) {
        boolean reached = !told.isAbsent() && !told.text().contains("connect to bus")
            && !told.text().contains("been booted with systemd");
        return reached ? "" : "; systemd's manager for your user cannot be reached; log in as this user (not by su or "
            + "sudo), or let it run without a login with 'loginctl enable-linger', and set "
            + "XDG_RUNTIME_DIR=/run/user/$(id -u)";
    }
}
