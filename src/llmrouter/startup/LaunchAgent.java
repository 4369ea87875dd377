package llmrouter.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The manager of macOS, for the agents of a user (launchd.plist(5), launchctl(1)).
///
/// launchd can start a program again after every end or after a failure, but it cannot except one exit code. So a
/// short script runs the gateway and turns its exit codes into those two: code 2, with which the gateway asks the user
/// to change something, counts as a good end, and the end after a replaced jar counts as a failure.
///
/// @param home of the user
/// @param uid  the user's number
record LaunchAgent(Path home, long uid) implements ServiceManager {
    static final String LABEL = "dev.llm-router";
    /// A shell waits for a child again if a signal has ended the first wait.
    static final String KEEPER = """
        "$@" &
        child=$!
        trap 'ended=1; kill -TERM "$child" 2>/dev/null' TERM INT
        wait "$child"
        code=$?
        while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
        [ "$code" -eq 2 ] && exit 0
        [ "$code" -eq 0 ] && [ -z "$ended" ] && exit 75
        [ -n "$ended" ] && exit 0
        exit "$code"
        """;

    static LaunchAgent of(Path home) throws StartupError {
        try {
            return new LaunchAgent(home, ((Number) Files.getAttribute(home, "unix:uid")).longValue());
        } catch (IOException e) {
            throw new StartupError("cannot find out the number of the user that owns " + home + " (" + e.getMessage()
                + ")");
        }
    }

    @Override
    public String name() {
        return "launchd";
    }

    @Override
    public String service() {
        return LABEL;
    }

    @Override
    public Path file() {
        return home.resolve("Library").resolve("LaunchAgents").resolve(LABEL + ".plist");
    }

    @Override
    public Path variablesFile() {
        return home.resolve(".config").resolve("llm-router.env");
    }

    @Override
    public boolean readsVariablesFile() {
        return false;
    }

    @Override
    public boolean takesVariables() {
        return true;
    }

    @Override
    public boolean restartsAfterEnd() {
        return true;
    }

    private Path log() {
        return home.resolve("Library").resolve("Logs").resolve("llm-router.log");
    }

    @Override
    public String text(StartupJob job) {
        var lines = new ArrayList<>(List.of(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<!-- " + MARK + ". 'llm-router startup uninstall' removes it. -->",
            "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                + "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">",
            "<plist version=\"1.0\">",
            "<dict>",
            "  <key>Label</key>" + XmlText.element("string", LABEL),
            "  <key>ProgramArguments</key>",
            "  <array>"));
        var words = new ArrayList<>(List.of("/bin/sh", "-c", KEEPER, "llm-router"));
        words.addAll(job.words());
        for (String word : words) lines.add("    " + XmlText.element("string", word));
        lines.addAll(List.of("  </array>", "  <key>EnvironmentVariables</key>", "  <dict>"));
        job.variables().forEach((name, value) -> lines.add("    " + XmlText.element("key", name)
            + XmlText.element("string", value)));
        lines.addAll(List.of(
            "  </dict>",
            "  <key>WorkingDirectory</key>" + XmlText.element("string", job.folder().toString()),
            "  <key>RunAtLoad</key><true/>",
            "  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>",
            "  <key>ThrottleInterval</key><integer>15</integer>",
            "  <key>ExitTimeOut</key><integer>" + (job.stopSeconds() + 10) + "</integer>",
            "  <key>StandardOutPath</key>" + XmlText.element("string", log().toString()),
            "  <key>StandardErrorPath</key>" + XmlText.element("string", log().toString()),
            "</dict>",
            "</plist>",
            ""));
        return String.join("\n", lines);
    }

    private String domain() {
        return "gui/" + uid;
    }

    private String target() {
        return domain() + "/" + LABEL;
    }

    @Override
    public List<ManagerStep> enabling() {
        return List.of(ManagerStep.optional("launchctl", "bootout", target()),
            ManagerStep.of("launchctl", "enable", target()),
            ManagerStep.of("launchctl", "bootstrap", domain(), file().toString()));
    }

    @Override
    public List<ManagerStep> disabling() {
        return List.of(ManagerStep.optional("launchctl", "bootout", target()));
    }

    @Override
    public List<ManagerStep> forgetting() {
        return List.of();
    }

    @Override
    public List<ManagerStep> stopping() {
        return List.of(ManagerStep.of("launchctl", "bootout", target()));
    }

    @Override
    public List<String> query() {
        return List.of("launchctl", "print", target());
    }

    @Override
    public ServiceState state(ManagerTools.Told told) {
        if (!told.isOk()) return ServiceState.unknown(told.isAbsent() ? told.text() : "not loaded");
        String state = told.value("state", " = ");
        String code = told.value("last exit code", " = ");
        String detail = state + (code == null ? "" : ", last exit code " + code);
        return new ServiceState(true, "running".equals(state), false, told.number("pid", " = "), detail);
    }

    @Override
    public String logHint() {
        return "tail " + log();
    }

    @Override
    public String hint(ManagerTools.Told told) {
        return "; launchd takes agents only for a user who is logged in at the screen; log in there, then try again";
    }
}
