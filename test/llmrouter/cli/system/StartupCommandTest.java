package llmrouter.cli.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.startup.ScriptedTool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The whole way with a scripted `systemctl` that really starts and ends what the unit says.
class StartupCommandTest {
    private static final String MANAGER = """
        unit="$HOME/.config/systemd/user/llm-router.service"
        end() {
          [ -f "$HERE/pid" ] || return 0
          kill "$(cat "$HERE/pid")" 2>/dev/null
          while kill -0 "$(cat "$HERE/pid")" 2>/dev/null; do sleep 0.05; done
          rm "$HERE/pid"
        }
        case "$2" in
          restart)
            end
            line=$(sed -n 's/^ExecStart=//p' "$unit")
            eval "LLM_ROUTER_MANAGED_BY_STARTUP=true $line > '$HERE/log' 2>&1 &"
            echo $! > "$HERE/pid" ;;
          stop|disable) end ;;
          show)
            case "$*" in *llm-router.service*) ;; *) exit 0 ;; esac
            if [ -f "$HERE/pid" ] && kill -0 "$(cat "$HERE/pid")" 2>/dev/null; then
              printf 'LoadState=loaded\\nActiveState=active\\nSubState=running\\nMainPID=%s\\n' "$(cat "$HERE/pid")"
            elif [ -f "$HERE/pid" ]; then
              printf 'LoadState=loaded\\nActiveState=failed\\nSubState=failed\\nMainPID=0\\nExecMainStatus=2\\n'
            else
              printf 'LoadState=not-found\\nActiveState=inactive\\nSubState=dead\\nMainPID=0\\n'
            fi ;;
        esac
        exit 0""";

    @TempDir
    private Path home;
    private ScriptedTool systemctl;
    private List<String> program;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the scripted manager stands for that of Linux");
        systemctl = ScriptedTool.in(home.resolve("bin"), "systemctl", MANAGER);
        program = List.of(ProgramRun.launcher(home).toString());
        Path config = Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"http://127.0.0.1:9","apiKey":"k",
            "formats":["openai"],"models":["m"]}]}""");
        config.toFile().setReadable(false, false);
        config.toFile().setReadable(true, true);
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        Path pid = home.resolve("bin/pid");
        if (Files.exists(pid)) ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
            .ifPresent(ProcessHandle::destroyForcibly);
    }

    private ProgramRun run(String... words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    private ProgramRun run(Map<String, String> more, String... words) throws IOException, InterruptedException {
        var environment = new HashMap<>(systemctl.environment());
        environment.putAll(more);
        return ProgramRun.of(home, environment, program, words);
    }

    @Test
    void theServiceRunsIsKnownAndIsEndedByItsManager() throws IOException, InterruptedException {
        ProgramRun installed = run("startup", "install", "--port=" + port, "--json");
        assertEquals(0, installed.exitCode(), installed.err());
        var told = (Json.Obj) Json.parse(installed.out());
        assertEquals("http://127.0.0.1:" + port, told.text("url"));
        assertTrue(told.isTrue("running"));
        ProgramRun status = run("startup", "status");
        assertTrue(status.out().contains("on http://127.0.0.1:" + port), status.out());
        assertTrue(run("status").out().contains("run by the service llm-router.service"));
        ProgramRun beside = run("start", "--port=" + port);
        assertEquals(1, beside.exitCode());
        assertTrue(beside.err().contains("run by a service manager, which would start it again"), beside.err());
        ProgramRun stopped = run("stop");
        assertEquals(0, stopped.exitCode(), stopped.err());
        assertTrue(stopped.out().contains("the service llm-router.service; it starts again at the next login"),
            stopped.out());
        assertEquals("systemctl --user stop llm-router.service", systemctl.calls().getLast());
        assertTrue(run("stop").out().contains("no gateway of yours runs"));
        ProgramRun removed = run("startup", "uninstall");
        assertEquals(0, removed.exitCode(), removed.err());
        assertFalse(Files.exists(home.resolve(".config/systemd/user/llm-router.service")));
    }

    @Test
    void aKeyThatOnlyThisShellHasIsMissedBeforeAnythingIsWritten() throws IOException, InterruptedException {
        Path config = home.resolve(".llm-router.json");
        Files.writeString(config, Files.readString(config).replace("\"apiKey\":\"k\"", "\"apiKeyEnv\":\"MY_KEY\""));
        ProgramRun refused = run(Map.of("MY_KEY", "k"), "startup", "install", "--port=" + port);
        assertEquals(2, refused.exitCode(), refused.out());
        assertTrue(refused.err().contains("the environment variable MY_KEY is not set"), refused.err());
        assertTrue(refused.err().contains(".config/llm-router.env"), refused.err());
        assertFalse(Files.exists(home.resolve(".config")));
        ProgramRun copied = run(Map.of("MY_KEY", "s3cr3t"), "config", "startup-install", "--port=" + port,
            "--env=MY_KEY", "--dry-run");
        assertEquals(0, copied.exitCode(), copied.err());
        assertTrue(copied.out().contains("Environment=\"MY_KEY=********\""), copied.out());
        assertFalse((copied.out() + copied.err()).contains("s3cr3t"), copied.out());
        assertFalse(Files.exists(home.resolve(".config")));
        Files.createDirectories(home.resolve(".config"));
        Files.writeString(home.resolve(".config/llm-router.env"), "# keys\nMY_KEY=\"k\"\n");
        assertEquals(0, run("startup", "install", "--port=" + port, "--dry-run").exitCode());
    }

    @Test
    void proxiesOfTheShellAreToldAndCopiedOnDemand() throws IOException, InterruptedException {
        var proxies = Map.of("HTTPS_PROXY", "http://u:p4ss@proxy:1", "LLM_ROUTER_LOG", "debug");
        ProgramRun without = run(proxies, "startup", "install", "--port=" + port, "--dry-run");
        assertTrue(without.err().contains("does not have HTTPS_PROXY"), without.err());
        assertTrue(without.err().contains("--env=LLM_ROUTER_LOG"), without.err());
        ProgramRun with = run(proxies, "startup", "install", "--port=" + port, "--dry-run", "--proxy-env");
        assertTrue(with.out().contains("HTTPS_PROXY="), with.out());
        assertFalse((with.out() + with.err()).contains("p4ss"), with.out());
    }

    @Test
    void outOfItsSourceThereIsNothingToInstall() {
        CliRun run = CliRun.at(home, systemctl.environment(), "startup", "install");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("./build.sh install"), run.err());
    }

    @Test
    void withoutAManagerTheStatusIsStillTold() {
        CliRun run = CliRun.at(home, Map.of("PATH", home.toString()), "startup", "--json");
        assertEquals(0, run.exitCode(), run.err());
        var told = (Json.Obj) Json.parse(run.out());
        assertFalse(told.isTrue("installed"));
        assertTrue(told.text("detail").contains("systemctl is not on the PATH"), run.out());
    }
}
