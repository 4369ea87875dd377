package llmrouter.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StartupServiceTest {
    @TempDir
    private Path home;

    private StartupJob job(String config) {
        return new StartupJob(List.of("/bin/llm-router", "start", "--config=" + config), Map.of(), List.of(),
            home.resolve("v.env"), home, 30);
    }

    private StartupService service(ScriptedTool tool) throws StartupError {
        return StartupService.of("Linux", home, tool.environment());
    }

    private ScriptedTool systemctl(String body) throws IOException {
        return ScriptedTool.in(home.resolve("bin"), "systemctl", body);
    }

    @Test
    void anInstalledServiceIsBroughtUpToDate() throws IOException {
        ScriptedTool systemctl = systemctl("");
        StartupService service = service(systemctl);
        assertFalse(service.install(job("/one")));
        assertTrue(service.install(job("/two")));
        Path unit = home.resolve(".config/systemd/user/llm-router.service");
        assertTrue(Files.readString(unit).contains("--config=/two"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(unit)));
        assertEquals(List.of("systemctl --user daemon-reload", "systemctl --user reset-failed llm-router.service",
            "systemctl --user enable llm-router.service", "systemctl --user restart llm-router.service"),
            systemctl.calls().subList(1, 5));
        assertTrue(service.uninstall());
        assertFalse(Files.exists(unit));
        assertFalse(service.uninstall());
    }

    @Test
    void aServiceThatCannotBeEnabledLeavesNoUnit() throws IOException {
        StartupService service = service(systemctl("""
            case $2 in enable) echo 'Failed to connect to bus: No medium found'; exit 1;; esac"""));
        var error = assertThrows(StartupError.class, () -> service.install(job("/one")));
        assertTrue(error.getMessage().contains("No medium found"), error.getMessage());
        assertTrue(error.getMessage().contains("loginctl enable-linger"), error.getMessage());
        assertTrue(error.getMessage().contains("Nothing is installed"), error.getMessage());
        assertFalse(Files.exists(home.resolve(".config")));
    }

    @Test
    void anUpdateThatIsRefusedLeavesTheEarlierUnit() throws IOException {
        StartupService service = service(systemctl("""
            case $2 in restart) grep -q /two "$HERE/../.config/systemd/user/llm-router.service" && exit 1;; esac
            exit 0"""));
        service.install(job("/one"));
        var error = assertThrows(StartupError.class, () -> service.install(job("/two")));
        assertTrue(error.getMessage().contains("as it was"), error.getMessage());
        assertTrue(Files.readString(service.manager().file()).contains("--config=/one"));
    }

    @Test
    void aFileOfAnotherAuthorIsNotTouched() throws IOException {
        ScriptedTool systemctl = systemctl("");
        StartupService service = service(systemctl);
        Path unit = service.manager().file();
        Files.createDirectories(unit.getParent());
        Files.writeString(unit, "[Service]\nExecStart=/bin/mine\n");
        assertThrows(StartupError.class, () -> service.install(job("/one")));
        assertThrows(StartupError.class, service::uninstall);
        assertEquals("[Service]\nExecStart=/bin/mine\n", Files.readString(unit));
        Files.delete(unit);
        Files.createSymbolicLink(unit, Path.of("/dev/null"));
        var masked = assertThrows(StartupError.class, () -> service.install(job("/one")));
        assertTrue(masked.getMessage().contains("symbolic link to /dev/null"), masked.getMessage());
        assertTrue(Files.isSymbolicLink(unit));
        assertEquals(List.of("systemctl --version"), systemctl.calls());
    }

    @Test
    void aNewerSystemdGetsPausesThatGrow() throws IOException {
        StartupService service = service(systemctl("echo 'systemd 257 (257.4-1)'"));
        assertTrue(service.preview(job("/one")).contains("RestartSteps=6"));
        assertFalse(Files.exists(service.manager().file()));
    }

    @Test
    void aFailedServiceIsToldWithItsCode() throws IOException {
        StartupService service = service(systemctl("""
            printf 'LoadState=loaded\\nActiveState=failed\\nSubState=failed\\nResult=exit-code\\nMainPID=0\\n'
            printf 'ExecMainStatus=2\\nUnitFileState=enabled\\n'"""));
        assertEquals(new ServiceState(true, false, true, 0,
            "failed (failed), enabled, result exit-code, exit code 2"), service.state());
    }

    @Test
    void aProcessBelongsToTheUnitWhoseMainProcessItIs() throws IOException {
        ScriptedTool systemctl = systemctl("case \"$*\" in *llm-router.service*) echo MainPID=4711;; esac");
        RunningUnit unit = RunningUnit.of(4711, home, systemctl.environment());
        assertEquals("systemctl --user stop llm-router.service", unit.stopLine());
        unit.end(systemctl.environment());
        assertEquals("systemctl --user stop llm-router.service", systemctl.calls().getLast());
        assertNull(RunningUnit.of(4712, home, systemctl.environment()));
        assertNull(RunningUnit.of(4711, home, Map.of("PATH", home.toString())));
    }

    @Test
    void anUnknownSystemIsNamed() {
        var error = assertThrows(StartupError.class, () -> StartupService.of("FreeBSD", home, Map.of()));
        assertTrue(error.getMessage().contains("FreeBSD"), error.getMessage());
    }
}
