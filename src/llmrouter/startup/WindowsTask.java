package llmrouter.startup;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The Windows Task Scheduler: a task that starts when the user logs on (learn.microsoft.com, "Task Scheduler
/// Schema").
///
/// A task has no variables of its own, so the gateway does not know that it is a task. It needs not to: the scheduler
/// starts a task again only after a failure, and three times at most, and a gateway whose jar was replaced hands over
/// by itself.
///
/// @param folder of the file
/// @param user   whose logon starts it, as `DOMAIN\NAME`
record WindowsTask(Path folder, String user) implements ServiceManager {
    static final String TASK = "llm-router";

    static WindowsTask of(Path home, Map<String, String> environment) {
        String local = environment.get("LOCALAPPDATA");
        Path folder = local == null || local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local);
        String name = environment.getOrDefault("USERNAME", System.getProperty("user.name"));
        String domain = environment.get("USERDOMAIN");
        return new WindowsTask(folder.resolve("llm-router"), domain == null ? name : domain + "\\" + name);
    }

    @Override
    public String name() {
        return "the Windows Task Scheduler";
    }

    @Override
    public String service() {
        return TASK;
    }

    @Override
    public Path file() {
        return folder.resolve("startup-task.xml");
    }

    @Override
    public Path variablesFile() {
        return folder.resolve("llm-router.env");
    }

    @Override
    public boolean readsVariablesFile() {
        return false;
    }

    @Override
    public boolean takesVariables() {
        return false;
    }

    @Override
    public boolean restartsAfterEnd() {
        return false;
    }

    /// `schtasks` reads UTF-16 with a byte order mark, lowest byte first, as it writes it.
    @Override
    public Charset charset() {
        return Charset.forName("x-UTF-16LE-BOM");
    }

    @Override
    public String text(StartupJob job) throws StartupError {
        for (String word : job.words()) refusePercent(word);
        refusePercent(job.folder().toString());
        String arguments = String.join(" ", job.words().subList(1, job.words().size()).stream()
            .map(WindowsTask::quoted).toList());
        return String.join("\r\n", List.of(
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
            "<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">",
            "  <RegistrationInfo>" + XmlText.element("Source", MARK)
                + XmlText.element("Description", "llm-router, a gateway to LLM providers") + "</RegistrationInfo>",
            "  <Triggers><LogonTrigger><Enabled>true</Enabled>" + XmlText.element("UserId", user)
                + "</LogonTrigger></Triggers>",
            "  <Principals><Principal id=\"Author\">" + XmlText.element("UserId", user)
                + "<LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>",
            "  <Settings>",
            "    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>",
            "    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>",
            "    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>",
            "    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>",
            "    <RestartOnFailure><Interval>PT1M</Interval><Count>3</Count></RestartOnFailure>",
            "  </Settings>",
            "  <Actions Context=\"Author\"><Exec>",
            "    " + XmlText.element("Command", job.words().getFirst()),
            "    " + XmlText.element("Arguments", arguments),
            "    " + XmlText.element("WorkingDirectory", job.folder().toString()),
            "  </Exec></Actions>",
            "</Task>",
            ""));
    }

    /// The scheduler puts the value of a variable in the place of `%NAME%`, and there is no way to write the sign.
    private static void refusePercent(String word) throws StartupError {
        if (word.indexOf('%') < 0) return;
        throw new StartupError("a task of Windows cannot have a % in its command line, but '" + word
            + "' has one; rename that file or folder");
    }

    /// A word as programs of Windows divide their command line: backslashes count only before a quote, and are doubled
    /// there (learn.microsoft.com, "Parsing C Command-Line Arguments").
    static String quoted(String word) {
        boolean plain = !word.isEmpty() && word.indexOf(' ') < 0 && word.indexOf('"') < 0;
        if (plain) return word;
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        for (char c : word.toCharArray()) {
            if (c == '"') quoted.append("\\".repeat(backslashes + 1));
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.append(c);
        }
        return quoted.append("\\".repeat(backslashes)).append('"').toString();
    }

    private static ManagerStep call(String... words) {
        var all = new ArrayList<>(List.of("schtasks"));
        all.addAll(List.of(words));
        return new ManagerStep(List.copyOf(all), false);
    }

    @Override
    public List<ManagerStep> enabling() {
        return List.of(call("/Create", "/TN", TASK, "/XML", file().toString(), "/F"), call("/Run", "/TN", TASK));
    }

    @Override
    public List<ManagerStep> disabling() {
        return List.of(ManagerStep.optional("schtasks", "/End", "/TN", TASK), call("/Delete", "/TN", TASK, "/F"));
    }

    @Override
    public List<ManagerStep> forgetting() {
        return List.of();
    }

    @Override
    public List<ManagerStep> stopping() {
        return List.of(call("/End", "/TN", TASK));
    }

    @Override
    public List<String> query() {
        return List.of("schtasks", "/Query", "/TN", TASK, "/XML", "ONE");
    }

    /// The words for the state of a task are in the language of the system, so only its text is asked for.
    @Override
    public ServiceState state(ManagerTools.Told told) {
        if (!told.isOk()) return ServiceState.unknown(told.isAbsent() ? told.text() : "no such task");
        return new ServiceState(true, null, false, 0, "the task exists");
    }

    @Override
    public String logHint() {
        return "llm-router start";
    }

    @Override
    public String hint(ManagerTools.Told told) {
        return "; the Task Scheduler refused the task; open a terminal as the user who shall run it, then try again";
    }
}
