package llmrouter.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SystemdUserTest {
    @TempDir
    private Path home;

    private static StartupJob job(String program, String config, Path folder) {
        return new StartupJob(List.of(program, "start", "--config=" + config),
            Map.of("HTTPS_PROXY", "http://u:a%b\"c\\d$e@proxy:1"), List.of("HTTPS_PROXY"), folder.resolve("v*.env"),
            folder, 30);
    }

    private static String unit(String program, String config, Path folder) throws StartupError {
        return new SystemdUser(folder, folder, false).text(job(program, config, folder).checked());
    }

    @Test
    void everyValueIsEscapedAsItsPlaceWantsIt() throws StartupError {
        String unit = unit("/o p/$x/llm-router", "/a b/%n/$HOME/\"q\"/\\t/ü.json", Path.of("/h %i"));
        assertTrue(unit.contains("\nExecStart=\"/o p/$x/llm-router\" \"start\" "
            + "\"--config=/a b/%%n/$$HOME/\\\"q\\\"/\\\\t/ü.json\"\n"), unit);
        assertTrue(unit.contains("\nEnvironment=\"HTTPS_PROXY=http://u:a%%b\\\"c\\\\d$e@proxy:1\"\n"), unit);
        assertTrue(unit.contains("\nWorkingDirectory=/h %%i\n"), unit);
        assertTrue(unit.contains("\nEnvironmentFile=-/h %%i/v\\*.env\n"), unit);
    }

    @Test
    void aProgramWithQuotesInItsNameIsStartedByAShell() throws StartupError {
        String unit = unit("/it's/llm-router", "/c", Path.of("/h"));
        assertTrue(unit.contains("ExecStart=\"/bin/sh\" \"-c\" \"exec \\\"$$@\\\"\" \"llm-router\" "
            + "\"/it's/llm-router\" \"start\""), unit);
    }

    @Test
    void aMistakeOfTheConfigurationIsNoReasonToStartAgain() throws StartupError {
        String unit = unit("/p", "/c", Path.of("/h"));
        assertTrue(unit.contains("\nRestart=always\nRestartPreventExitStatus=2\n"), unit);
        assertTrue(unit.contains("\nStartLimitIntervalSec=300\nStartLimitBurst=10\n"), unit);
        assertTrue(unit.contains("\nTimeoutStopSec=40\n"), unit);
        assertFalse(unit.contains("RestartSteps"), unit);
        String newer = new SystemdUser(home, home, true).text(job("/p", "/c", home));
        assertTrue(newer.contains("\nRestartSteps=6\nRestartMaxDelaySec=60\n"), newer);
    }

    @Test
    void aLineBreakIsRefused() {
        var error = assertThrows(StartupError.class, () -> unit("/p", "/a\n[Service]\nExecStart=/bin/evil", home));
        assertTrue(error.getMessage().contains("/a?[Service]?ExecStart=/bin/evil"), error.getMessage());
        var value = new StartupJob(List.of("/p"), Map.of("X_KEY", "se\ncret"), List.of(), home, home, 1);
        var refused = assertThrows(StartupError.class, value::checked);
        assertTrue(refused.getMessage().contains("X_KEY"), refused.getMessage());
        assertFalse(refused.getMessage().contains("cret"), refused.getMessage());
    }

    @Test
    void secretValuesAreMaskedWhereTheUnitIsShown() throws StartupError {
        String shown = new SystemdUser(home, home, false).text(job("/p", "/c", home).masked());
        assertTrue(shown.contains("\"HTTPS_PROXY=********\""), shown);
        assertFalse(shown.contains("proxy:1"), shown);
    }

    @Test
    void theFoldersOfXdgCountIfTheyAreAbsolute() {
        assertEquals(Path.of("/x/systemd/user/llm-router.service"),
            SystemdUser.of(home, Map.of("XDG_CONFIG_HOME", "/x")).file());
        assertEquals(home.resolve(".config/systemd/user/llm-router.service"),
            SystemdUser.of(home, Map.of("XDG_CONFIG_HOME", "x")).file());
    }

    @Test
    void systemdAcceptsTheUnit() throws IOException, InterruptedException {
        Path analyze = new ManagerTools(System.getenv()).find("systemd-analyze");
        assumeTrue(analyze != null, "systemd-analyze is not installed here");
        Path odd = Files.createDirectories(home.resolve("o d%n$HOME ü"));
        Path program = Files.writeString(odd.resolve("llm-router"), "#!/bin/sh\n");
        assertTrue(program.toFile().setExecutable(true));
        Path file = Files.writeString(odd.resolve("llm-router.service"),
            unit(program.toString(), odd.resolve("c \"q\" \\.json").toString(), odd));
        Path said = home.resolve("said");
        var builder = new ProcessBuilder(analyze.toString(), "--user", "--man=no", "verify", file.toString())
            .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("run")).toString());
        builder.environment().put("HOME", odd.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(said));
        assertFalse(Files.readString(said).contains("llm-router.service:"), Files.readString(said));
    }
}
