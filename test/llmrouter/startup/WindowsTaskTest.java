package llmrouter.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WindowsTaskTest {
    @TempDir
    private Path home;

    private StartupJob job(String config) {
        return new StartupJob(List.of("C:\\Program Files\\java.exe", "-jar", "C:\\a & b\\llm-router.jar", "start",
            "--config=" + config), Map.of(), List.of(), home, home, 30);
    }

    private Map<String, String> environment(ScriptedTool tool) {
        var environment = new HashMap<>(tool.environment());
        environment.putAll(Map.of("USERNAME", "Ada & <Co>", "USERDOMAIN", "D", "LOCALAPPDATA", home + "/Local"));
        return environment;
    }

    @Test
    void theFileIsUtf16AndHasEveryWord() throws Exception {
        var schtasks = ScriptedTool.in(home.resolve("bin"), "schtasks", "case $1 in /Query) exit 1;; esac");
        var service = StartupService.of("Windows 11", home, environment(schtasks));
        service.install(job("C:\\u\\ü \"q\"\\"));
        byte[] bytes = Files.readAllBytes(service.manager().file());
        assertEquals((byte) 0xFF, bytes[0]);
        assertEquals((byte) 0xFE, bytes[1]);
        Document task = LaunchAgentTest.xml(bytes);
        assertEquals("C:\\Program Files\\java.exe", text(task, "Command"));
        assertEquals("-jar \"C:\\a & b\\llm-router.jar\" start \"--config=C:\\u\\ü \\\"q\\\"\\\\\"",
            text(task, "Arguments"));
        assertEquals("D\\Ada & <Co>", text(task, "UserId"));
        assertEquals("PT0S", text(task, "ExecutionTimeLimit"));
        assertEquals(List.of("schtasks /Query /TN llm-router /XML ONE",
            "schtasks /Create /TN llm-router /XML " + service.manager().file() + " /F", "schtasks /Run /TN llm-router"),
            schtasks.calls());
        assertTrue(service.uninstall());
        assertFalse(Files.exists(service.manager().file()));
    }

    private static String text(Document document, String element) {
        return document.getElementsByTagName(element).item(0).getTextContent();
    }

    @Test
    void aPercentSignThatTheSchedulerWouldReplaceIsRefused() throws IOException {
        var schtasks = ScriptedTool.in(home.resolve("bin"), "schtasks", "");
        var service = StartupService.of("Windows 11", home, environment(schtasks));
        var error = assertThrows(StartupError.class, () -> service.install(job("C:\\%TEMP%\\c.json")));
        assertTrue(error.getMessage().contains("%TEMP%"), error.getMessage());
        assertEquals(List.of(), schtasks.calls());
    }

    @Test
    void aTaskOfAnotherAuthorIsNotTouched() throws IOException {
        var schtasks = ScriptedTool.in(home.resolve("bin"), "schtasks", "echo '<Task>of another author</Task>'");
        var service = StartupService.of("Windows 11", home, environment(schtasks));
        var error = assertThrows(StartupError.class, () -> service.install(job("c")));
        assertTrue(error.getMessage().contains("did not make it"), error.getMessage());
        assertEquals(1, schtasks.calls().size());
        assertFalse(Files.exists(service.manager().file()));
    }
}
