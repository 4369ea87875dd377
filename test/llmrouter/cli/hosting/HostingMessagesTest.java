package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.Command;
import llmrouter.cli.Flag;
import llmrouter.deploy.HostedAccount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What messages of the commands of hosting tell a user to type is right for the Worker that the command was about.
class HostingMessagesTest {
    private static final List<String> SOURCES = List.of("src/llmrouter/deploy", "src/llmrouter/cli/hosting",
        "src/llmrouter/cli/menu/hosting");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--([a-z][a-z-]*[a-z])(?![\\w-]*-\")");
    private static final Pattern HINT = Pattern.compile("'(?:llm-router )?(?:deploy|worker-key|rollback|config)\\b");
    /// Flags of other programs and of other commands, by the file that names them.
    private static final Map<String, List<String>> OF_OTHERS = Map.of("WranglerProject.java", List.of("secrets-file"),
        "WranglerText.java", List.of("secrets-file"),
        "DeployReport.java", List.of("name"), "HostedClients.java", List.of("url", "key-stdin", "model"));

    @TempDir
    private Path home;
    private HostingCase hosting;
    private HostedAccount account;

    @BeforeEach
    void begin() throws IOException {
        account = new HostedAccount();
        hosting = new HostingCase(home).withTokenOf(account);
    }

    @AfterEach
    void end() {
        account.close();
    }

    private record Text(Path file, String text) {}

    /// Everything in quotes in the sources of these packages.
    private static List<Text> texts() throws IOException {
        var texts = new ArrayList<Text>();
        for (String folder : SOURCES) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        if (line.strip().startsWith("//")) continue;
                        LITERAL.matcher(line).results().forEach(found -> texts.add(new Text(file, found.group(1))));
                    }
                }
            }
        }
        assertTrue(texts.size() > 500, "the sources were read");
        return texts;
    }

    private static boolean isFlag(String name) {
        for (Command command : HostingCase.table().commands()) {
            boolean ofHosting = List.of("deploy", "worker-key", "rollback").contains(command.name());
            if (ofHosting && command.flag(name) instanceof Flag flag && flag.name().equals(name)) return true;
        }
        return false;
    }

    @Test
    void everyFlagInAMessageIsOneOfTheCommands() throws IOException {
        var unknown = new ArrayList<String>();
        int seen = 0;
        for (Text text : texts()) {
            List<String> others = OF_OTHERS.getOrDefault(text.file().getFileName().toString(), List.of());
            for (var found : FLAG.matcher("\"" + text.text() + "\"").results().toList()) {
                seen++;
                String name = found.group(1);
                boolean known = name.equals("no") || isFlag(name) || others.contains(name);
                if (!known) unknown.add(text.file() + ": --" + name);
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(seen > 40, "flags were found: " + seen);
    }

    /// A command that is written out in a message would lack the flags of the command that shows it.
    @Test
    void noMessageHasACommandWithoutItsWorkerOrItsConfiguration() throws IOException {
        var bare = new ArrayList<String>();
        for (Text text : texts()) {
            String file = text.file().getFileName().toString();
            boolean made = file.equals("WorkerPlace.java") || file.equals("ConfigHint.java");
            if (!made && HINT.matcher(text.text()).find()) bare.add(text.file() + ": " + text.text());
        }
        assertEquals(List.of(), bare);
    }

    @Test
    void aHintAfterAFailureIsForTheSameWorker() {
        String live = "--live-url=" + account.url("gate-staging");
        assertEquals(0, hosting.run("deploy", "--worker-name=gate", "--env=staging", "--workers-dev", live).exitCode());
        account.fault("ERROR", "POST /accounts/acc1/workers/scripts/gate-staging/subdomain");
        CliRun run = hosting.run("deploy", "--worker-name=gate", "--env=staging", "--workers-dev", live);
        assertEquals(1, run.exitCode(), run.toString());
        String hint = "'llm-router rollback --worker-name=gate-staging --account-id=acc1' goes back to the version";
        assertTrue(run.err().contains(hint), run.err());
        CliRun none = hosting.run("worker-key", "--worker-name=other", "--generate-master-key");
        assertTrue(none.err().contains("'llm-router deploy --worker-name=other --account-id=acc1' makes it"),
            none.err());
    }

    @Test
    void aFirstDeploymentThatFailsOffersNoWayBack() {
        account.fault("ERROR", "POST /accounts/acc1/workers/scripts/llm-router/subdomain");
        CliRun run = hosting.run("deploy", "--workers-dev", "--live-url=" + account.url("llm-router"));
        assertEquals(1, run.exitCode(), run.toString());
        assertTrue(run.err().contains("it goes on where it stopped"), run.err());
        assertFalse(run.err().contains("rollback"), run.err());
    }

    @Test
    void aHintAboutTheConfigurationNamesItsFile() throws IOException {
        Path file = home.resolve("other file.json");
        String keyless = HostingCase.CONFIG.replace("\"masterKey\": \"" + HostingCase.MASTER_KEY + "\",", "");
        hosting.write(keyless);
        Files.move(hosting.file(), file);
        CliRun run = hosting.run("deploy", "--export-only", "--config=" + file);
        assertEquals(2, run.exitCode(), run.toString());
        assertTrue(run.err().contains("--generate-master-key '--config=" + file + "'")
            || run.err().contains("--config='" + file + "'"), run.err());
    }

    @Test
    void aTroubleOfTheApiIsNoWrongInput() {
        for (String call : List.of("GET /user/tokens/verify", "GET /accounts/acc1/workers/scripts",
            "GET /accounts/acc1/workers/subdomain")) {
            account.fault("ERROR", call, 4);
            CliRun run = hosting.run("deploy", "--workers-dev");
            assertEquals(1, run.exitCode(), call + "\n" + run);
            account.heal();
        }
        CliRun other = hosting.run("deploy", "--workers-dev", "--account-id=acc9");
        assertEquals(2, other.exitCode(), other.toString());
        assertEquals(List.of(), account.changes());
    }

    @Test
    void aTokenThatCannotBeHadAndAnAccountThatIsNoneAreWrongInput() {
        for (String flag : List.of("--api-token-env=NOPE", "--api-token-file=" + home.resolve("nope"),
            "--account-id=../../x", "--live-url=http://u:p@127.0.0.1:1")) {
            CliRun run = hosting.run("deploy", "--workers-dev", flag);
            assertEquals(2, run.exitCode(), run.toString());
            String name = flag.substring(0, flag.indexOf('='));
            assertTrue(run.err().contains(name) || run.err().contains("the API token"), run.err());
        }
        assertEquals(List.of(), account.calls());
    }

    @Test
    void aKeyIsNotSavedWithoutADeployment() throws IOException {
        String before = hosting.text();
        for (String flag : List.of("--export-only", "--emit=wrangler")) {
            CliRun run = hosting.run("deploy", flag, "--workers-dev", "--generate-master-key", "--save", "--out="
                + home.resolve("out"));
            assertEquals(2, run.exitCode(), run.toString());
            assertTrue(run.err().contains("--save belongs to a deployment"), run.err());
        }
        assertEquals(before, hosting.text());
    }

    @Test
    void anExportReplacesAnEarlierOneAndNoOtherFile() throws IOException {
        Path own = Files.writeString(home.resolve("own.txt"), "mine\n");
        Path line = Files.writeString(home.resolve("package.json"), "{\"name\":\"mine\"}\n");
        String before = hosting.text();
        for (Path file : List.of(own, line, hosting.file())) {
            CliRun run = hosting.run("deploy", "--export-only", "--out=" + file);
            assertEquals(2, run.exitCode(), run.toString());
            assertTrue(run.err().contains("name another file with --out"), run.err());
        }
        assertEquals("mine\n", Files.readString(own));
        assertEquals(before, hosting.text());
        assertEquals(0, hosting.run("deploy", "--export-only", "--out=" + own, "--yes").exitCode());
        for (int i = 0; i < 2; i++) {
            CliRun run = hosting.run("deploy", "--export-only", "--out=" + home.resolve("new.json"));
            assertEquals(0, run.exitCode(), run.toString());
        }
    }

    @Test
    void severalDomainsAndRoutesAreAllTaken() {
        var json = hosting.json("deploy", "--dry-run", "--domain=a.example.com", "--domain=b.example.com",
            "--route-pattern=c.example.com", "--route-pattern=d.example.com/*");
        assertEquals(List.of("route c.example.com/*", "route d.example.com/*", "custom domain a.example.com",
            "custom domain b.example.com"), json.texts("targets"));
    }

    // ── A project that is not there ────────────────────────────────────────────────────────────────────────────────

    @Test
    void aProjectThatIsNotThereIsNotTheUsualWorker() throws IOException {
        String live = "--live-url=" + account.url("llm-router");
        assertEquals(0, hosting.run("deploy", "--workers-dev", live).exitCode());
        int before = account.changes().size();
        Path plain = Files.writeString(home.resolve("wrangler.toml"), "name = \"gate\"\n");
        Path empty = Files.createDirectory(home.resolve("empty"));
        for (Path project : List.of(home.resolve("typo"), plain, empty)) {
            for (String line : List.of("deploy --workers-dev", "deploy --workers-dev --dry-run",
                "deploy --delete --yes", "deploy --delete --dry-run", "worker-key --generate-master-key",
                "rollback --yes")) {
                var words = new ArrayList<>(List.of(line.split(" ")));
                words.add("--project-dir=" + project);
                CliRun run = hosting.run(words.toArray(String[]::new));
                assertEquals(2, run.exitCode(), line + "\n" + run);
                assertTrue(run.err().contains(project.toString()) && run.err().contains("correct --project-dir"),
                    run.err());
            }
        }
        assertEquals(before, account.changes().size(), "nothing was sent");
        CliRun named = hosting.run("deploy", "--workers-dev", "--dry-run", "--project-dir=" + empty,
            "--worker-name=gate");
        assertEquals(0, named.exitCode(), named.toString());
    }

    // ── A name that is no host ─────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aNameThatIsNoHostIsRefusedBeforeAnythingIsSent() {
        CliRun run = hosting.run("deploy", "--worker-name=a_b", "--workers-dev");
        assertEquals(2, run.exitCode(), run.toString());
        assertTrue(run.err().contains("\"a_b\" cannot be a host below workers.dev"), run.err());
        assertEquals(List.of(), account.calls());
        String live = "--live-url=" + account.url("a_b");
        CliRun elsewhere = hosting.run("deploy", "--worker-name=a_b", "--domain=own.example.com", live);
        assertEquals(0, elsewhere.exitCode(), elsewhere.toString());
    }
}
