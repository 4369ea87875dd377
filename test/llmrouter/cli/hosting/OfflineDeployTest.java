package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CommandTable;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.read.ConfigReader;
import llmrouter.deploy.api.ApiLimits;
import llmrouter.deploy.steps.LiveLimits;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the commands of hosting do without asking a server: what is checked, what is refused, what is only shown.
class OfflineDeployTest {
    private static final String TOKEN = "cf_token_0123456789";

    @TempDir
    private Path home;
    private HostingCase hosting;
    private SilentServer api;

    @BeforeEach
    void begin() throws IOException {
        hosting = new HostingCase(home);
        api = new SilentServer();
        hosting.environment.put("CLOUDFLARE_API_BASE_URL", api.url());
        hosting.environment.put("CLOUDFLARE_API_TOKEN", TOKEN);
    }

    @AfterEach
    void noServerWasAsked() throws IOException {
        boolean called = api.wasCalled();
        api.close();
        assertFalse(called, "a server was asked");
    }

    private void refused(String words, String... line) {
        CliRun run = hosting.run(line);
        assertEquals(2, run.exitCode(), run.toString());
        assertTrue(run.err().contains(words), run.err());
        assertFalse((run.out() + run.err()).contains(TOKEN), "the token is shown");
        assertFalse((run.out() + run.err()).contains(HostingCase.PROVIDER_KEY), "a key is shown");
    }

    // ── a dry run ──

    @Test
    void aDryRunSaysWhatWouldBeSentAndShowsNoKey() {
        CliRun run = hosting.run("deploy", "--dry-run", "--domain=Router.Example.com", "--durable-state",
            "--generate-master-key", "--var=LLM_ROUTER_LOG=debug", "--account-id=acc1");
        assertEquals(0, run.exitCode(), run.toString());
        for (String part : List.of("dry run: nothing was sent", " bytes in 1 secret",
            "custom domain router.example.com", "LLM_ROUTER_CONFIG_JSON (secret)",
            "LLM_ROUTER_MASTER_KEY (secret)", "LLM_ROUTER_LOG",
            "LLM_ROUTER_STATE (Durable Object class", "account        acc1",
            "a new one, made when the command runs", "1. upload the Worker", "set the custom domains")) {
            assertTrue(run.out().contains(part), part + "\n" + run.out());
        }
        assertFalse(run.out().contains("gw_"), "a key is shown: " + run.out());
        assertFalse(run.out().contains(HostingCase.PROVIDER_KEY), run.out());
    }

    @Test
    void aDryRunForProgramsHasTheSameInOneObject() {
        Obj json = hosting.json("deploy", "--dry-run", "--workers-dev");
        assertEquals("dry-run", json.text("outcome"));
        assertEquals("llm-router", json.text("worker"));
        assertEquals(1, json.number("pieces", 0));
        assertTrue(json.number("bytes", 0) > 200, json.toString());
        assertEquals("configuration", json.object("masterKey").text("origin"));
        assertEquals(List.of("workers.dev"), json.texts("targets"));
        assertTrue(json.objects("findings").stream().anyMatch(f -> f.text("subject").equals("cap")),
            "the cap that has no effect is told: " + json);
        assertNull(json.object("error"));
        assertNull(json.text("generatedMasterKey"));
    }

    @Test
    void aLargeConfigurationIsCutIntoSecrets() throws IOException {
        hosting.write(HostingCase.CONFIG.replace("\"a\", \"b\"", "\"a\", \"b\"" + ", \"%s\"".formatted("m".repeat(100))
            + manyModels(300)));
        Obj json = hosting.json("deploy", "--dry-run", "--workers-dev");
        assertTrue(json.number("bytes", 0) > 30_000, json.toString());
        assertTrue(json.number("pieces", 0) >= 7, json.toString());
        assertTrue(json.texts("bindings").contains("LLM_ROUTER_CONFIG_JSON_7 (secret)"), json.toString());
    }

    private static String manyModels(int count) {
        var models = new StringBuilder();
        for (int i = 0; i < count; i++) models.append(", \"").append(i).append("-").append("x".repeat(95)).append('"');
        return models.toString();
    }

    @Test
    void aProgramWithoutTheWorkerSaysHowToGetOne() {
        var plain = new CliRun.LiveCli(home, hosting.environment, "");
        CliRun run = plain.run(new CommandTable(List.of(HostingCommands.deploy(_ -> 0,
            new HostingParts(() -> null, ApiLimits.USUAL, LiveLimits.USUAL)))),
            "deploy", "--workers-dev");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("built without the Worker") && run.err().contains("./build.sh dist"), run.err());
    }

    // ── export ──

    @Test
    void anExportIsForItsOwnerOnlyAndIsAConfiguration() throws IOException {
        Path out = home.resolve("new folder/worker.json");
        CliRun run = hosting.run("deploy", "--export-only", "--out=" + out);
        assertEquals(0, run.exitCode(), run.toString());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
        String text = Files.readString(out);
        assertTrue(text.contains(HostingCase.PROVIDER_KEY) && text.contains(HostingCase.MASTER_KEY), text);
        assertInstanceOf(ValidConfig.class, ConfigReader.read(text, "exported"));
        assertTrue(run.out().contains(out.toString()) && run.out().contains("start --config="), run.out());
        assertFalse(run.out().contains(HostingCase.PROVIDER_KEY), "a key is shown");
    }

    @Test
    void anExportReplacesAnOpenFileByAClosedOne() throws IOException {
        Path out = Files.writeString(home.resolve("w.json"), "{\"version\":2}\n");
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(0, hosting.run("deploy", "--export-only", "--out=" + out).exitCode());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    }

    @Test
    void aKeyThatIsMadeForAnExportIsShownOnceAndIsInIt() throws IOException {
        Path out = home.resolve("w.json");
        CliRun run = hosting.run("deploy", "--export-only", "--out=" + out, "--generate-master-key");
        String key = run.out().lines().filter(line -> line.startsWith("generatedMasterKey=")).findFirst()
            .orElseThrow().substring("generatedMasterKey=".length());
        assertEquals(run.out().indexOf(key), run.out().lastIndexOf(key), "shown once");
        assertTrue(Files.readString(out).contains(key));
        assertFalse(Files.readString(out).contains(HostingCase.MASTER_KEY));
    }

    // ── what is refused ──

    @Test
    void theConfigurationIsReadBeforeAnythingElse() throws IOException {
        hosting.environment.remove("CLOUDFLARE_API_TOKEN");
        hosting.write("{\"version\": 2, \"providers\": [{\"id\": \"P\"}]}");
        refused("the configuration cannot be used", "deploy", "--workers-dev");
        Files.delete(hosting.file());
        refused("there is no configuration at", "deploy", "--workers-dev");
    }

    @Test
    void aKeyOfAProviderThatCannotBeHadIsNamed() throws IOException {
        hosting.write(HostingCase.CONFIG.replace("\"apiKey\": \"" + HostingCase.PROVIDER_KEY + "\"",
            "\"apiKeyEnv\": \"FIRST_KEY\""));
        refused("FIRST_KEY", "deploy", "--workers-dev");
        assertEquals(2, hosting.run("deploy", "--workers-dev", "--dry-run").exitCode());
        hosting.environment.put("FIRST_KEY", HostingCase.PROVIDER_KEY);
        assertEquals(0, hosting.run("deploy", "--workers-dev", "--dry-run").exitCode());
    }

    @Test
    void withoutAMasterKeyTheWaysToOneAreNamed() throws IOException {
        hosting.write(HostingCase.CONFIG.replace("\"masterKey\": \"" + HostingCase.MASTER_KEY + "\",", ""));
        refused("--generate-master-key", "deploy", "--workers-dev", "--emit=wrangler");
        assertTrue(hosting.run("deploy", "--workers-dev", "--dry-run").out().contains("there is no master key here"));
        refused("--master-key-stdin", "deploy", "--export-only", "--out=" + home.resolve("w.json"));
        refused("--generate-master-key", "worker-key");
        refused("the configuration has no master key", "worker-key", "--use-config-key");
    }

    @Test
    void aWeakKeyIsRefusedUnlessAllowed() throws IOException {
        hosting.write(HostingCase.CONFIG.replace(HostingCase.MASTER_KEY, "my-password"));
        refused("it contains 'password'", "deploy", "--workers-dev", "--dry-run");
        refused("--allow-weak-master-key", "deploy", "--export-only", "--out=" + home.resolve("w.json"));
        refused("the master key is weak", "worker-key", "--use-config-key", "--dry-run");
        refused("the master key is weak", "worker-key", "--master-key=letmein", "--dry-run");
        CliRun run = hosting.run("deploy", "--workers-dev", "--dry-run", "--allow-weak-master-key");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.err().contains("warning: the master key is weak"), run.err());
    }

    @Test
    void withoutATargetTheFlagsAreNamed() {
        for (String flag : List.of("--workers-dev", "--domain=", "--route-pattern=")) {
            refused(flag, "deploy");
            refused(flag, "deploy", "--dry-run");
            refused(flag, "deploy", "--no-workers-dev");
        }
    }

    @Test
    void aWrongTargetIsNamedWithARightOne() {
        refused("--domain: \"router\" is no host; write one such as router.example.com", "deploy", "--domain=router");
        refused("--domain: ", "deploy", "--domain=-x.example.com");
        refused("write only router.example.com", "deploy", "--domain=https://router.example.com/v1");
        refused("--route-pattern: ", "deploy", "--route-pattern=/v1/*");
        refused("* may stand at the start of the host", "deploy", "--route-pattern=a.*.example.com/*");
        refused("--zone-name: ", "deploy", "--domain=a.example.com", "--zone-name=com");
        refused("does not belong to the zone example.org", "deploy", "--domain=a.example.com",
            "--zone-name=example.org");
        refused("--zone-name belongs to", "deploy", "--zone-name=example.com");
        refused("--replace-dns belongs to", "deploy", "--workers-dev", "--replace-dns");
    }

    @Test
    void aPatternIsTakenAsPeopleTypeIt() {
        for (String typed : List.of("router.example.com", "https://Router.Example.com/", "router.example.com/*")) {
            Obj json = hosting.json("deploy", "--dry-run", "--route-pattern=" + typed);
            assertEquals(List.of("route router.example.com/*"), json.texts("targets"), typed);
        }
    }

    @Test
    void aWrongSettingIsFoundBeforeItIsSent() {
        refused("--var expects NAME=VALUE", "deploy", "--workers-dev", "--var=LLM_ROUTER_LOG");
        refused("--var expects NAME=VALUE", "deploy", "--workers-dev", "--var=9=x");
        refused("LLM_ROUTER_LOG", "deploy", "--workers-dev", "--var=LLM_ROUTER_LOG=loud");
        refused("give the key as a flag of the command", "deploy", "--workers-dev", "--var=LLM_ROUTER_MASTER_KEY=x");
        refused("is set by the deployment itself", "deploy", "--workers-dev", "--var=LLM_ROUTER_CONFIG_JSON_2=x");
    }

    @Test
    void flagsThatContradictEachOtherAreRefused() {
        refused("cannot be a Worker's name", "deploy", "--workers-dev", "--worker-name=My Worker");
        refused("correct --env", "deploy", "--workers-dev", "--env=Live!");
        refused("not both", "deploy", "--workers-dev", "--generate-master-key", "--master-key=x");
        refused("cannot both read standard input", "deploy", "--workers-dev", "--master-key-stdin",
            "--api-token-stdin");
        refused("--save saves the key that --generate-master-key makes", "deploy", "--workers-dev", "--save");
        refused("--out belongs to", "deploy", "--workers-dev", "--out=x");
        refused("give one of", "deploy", "--workers-dev", "--export-only", "--emit=wrangler");
        refused("give one of", "deploy", "--delete", "--emit=wrangler");
        refused("--live-url must be an address", "deploy", "--workers-dev", "--dry-run", "--live-url=here");
    }

    @Test
    void withoutATokenTheWaysToOneAreNamed() {
        hosting.environment.remove("CLOUDFLARE_API_TOKEN");
        for (String words : List.of("CLOUDFLARE_API_TOKEN", "--api-token-stdin", "Workers Scripts")) {
            refused(words, "deploy", "--workers-dev");
            refused(words, "worker-key", "--generate-master-key");
            refused(words, "rollback", "--yes");
            refused(words, "deploy", "--delete", "--yes");
        }
    }

    @Test
    void whatCannotBeUndoneNeedsAgreement() {
        assertEquals(0, hosting.run("deploy", "--delete", "--dry-run").exitCode());
        assertEquals("dry-run", hosting.json("deploy", "--delete", "--dry-run").text("outcome"));
        refused("agree with --yes", "deploy", "--delete");
        refused("agree with --yes", "rollback");
    }

    @Test
    void aNameInOtherLettersIsToldAsItIsRegistered() {
        refused("\"ü.example.com\" is not a host name; write xn--tda.example.com", "deploy", "--domain=ü.example.com");
    }

    @Test
    void aProjectIsNotWrittenIntoAFile() throws IOException {
        Path file = Files.writeString(home.resolve("mine"), "mine");
        refused("mine is a file, and --emit=wrangler writes a folder", "deploy", "--workers-dev", "--emit=wrangler",
            "--out=" + file);
    }

    @Test
    void theHelpNamesThePermissionsOfTheTokenAndTheRuleForNames() {
        String help = hosting.run("deploy", "--help").out().replaceAll("\\s+", " ");
        for (String part : List.of("Account > Workers Scripts > Edit", "Zone > Workers Routes > Edit",
            "The environment variable that holds the token.", "lower-case letters, digits, hyphens and underscores")) {
            assertTrue(help.contains(part), part + "\n" + help);
        }
        for (String word : List.of("emit", "export")) {
            refused("'llm-router deploy --export-only' writes", "help", word);
        }
        refused("'llm-router deploy --delete' takes a hosted gateway off Cloudflare", "help", "delete");
    }

    @Test
    void everyGivenDomainAndRouteIsATarget() {
        Obj json = hosting.json("deploy", "--dry-run", "--domain=a.example.com", "--domain=b.example.com",
            "--domain=https://A.example.com/", "--route-pattern=c.example.com/*", "--route-pattern=d.example.com/*");
        assertEquals(List.of("route c.example.com/*", "route d.example.com/*", "custom domain a.example.com",
            "custom domain b.example.com"), json.texts("targets"));
        refused("does not belong to the zone example.com", "deploy", "--domain=a.example.com",
            "--domain=b.example.org", "--zone-name=example.com");
    }

    @Test
    void aVariableThatIsGivenTwiceIsRefused() {
        refused("--var gives A twice", "deploy", "--workers-dev", "--var=A=1", "--var=A=2");
    }

    @Test
    void aVariableThatLooksLikeAKeyIsWarnedOfAndNotShown() {
        for (String var : List.of("OPENAI_API_KEY=abc-9753", "GREETING=sk-9753-abc", "MY_TOKEN=9753-abc")) {
            CliRun run = hosting.run("deploy", "--workers-dev", "--dry-run", "--var=" + var);
            String name = var.substring(0, var.indexOf('='));
            assertTrue(run.out().contains("warning: " + name + " looks like a secret"), run.out());
            assertFalse(run.out().contains("9753"), run.out());
        }
        CliRun plain = hosting.run("deploy", "--workers-dev", "--dry-run", "--var=MONKEY=banana");
        assertFalse(plain.out().contains("looks like a secret"), plain.out());
    }

    @Test
    void theKeyOfTheLocalGatewayInTheEnvironmentIsSaidToBeLeftOut() {
        String line = "the hosted one does not get it; --master-key-env=LLM_ROUTER_MASTER_KEY gives it";
        assertFalse(hosting.run("deploy", "--workers-dev", "--dry-run").out().contains(line));
        hosting.environment.put("LLM_ROUTER_MASTER_KEY", "gw_anotherStrongKey-8642-XyZ-of-the-test");
        assertTrue(hosting.run("deploy", "--workers-dev", "--dry-run").out().contains(line));
        CliRun given = hosting.run("deploy", "--workers-dev", "--dry-run", "--master-key-env=LLM_ROUTER_MASTER_KEY");
        assertFalse(given.out().contains(line), given.out());
    }

    @Test
    void aTokenThatIsNotInItsPlaceIsNamedAsOne() {
        refused("the environment variable of --api-token-env is not set", "deploy",
            "--workers-dev", "--api-token-env=NOPE");
        refused("the API token cannot be had: ", "rollback", "--yes", "--api-token-file=" + home.resolve("none"));
    }

    @Test
    void flagsOfADeploymentAreRefusedForADeletion() {
        refused("--durable-state, --var belong to a deployment and not to --delete", "deploy", "--delete", "--yes",
            "--durable-state", "--var=A=1");
        refused("--workers-dev belongs to a deployment", "deploy", "--delete", "--dry-run", "--workers-dev");
    }

    // ── the master key of a Worker ──

    @Test
    void aDryRunOfANewKeyAsksNoServerAndShowsFingerprintsOnly() {
        CliRun run = hosting.run("worker-key", "--generate-master-key", "--use-config-key", "--dry-run");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.out().contains("a new one, made when the command runs"), "what is made wins: " + run.out());
        assertFalse(run.out().contains(HostingCase.MASTER_KEY), run.out());
        Obj json = hosting.json("worker-key", "--use-config-key", "--dry-run");
        assertEquals(json.text("oldFingerprint"), json.object("masterKey").text("fingerprint"));
        assertEquals("configuration", json.object("masterKey").text("origin"));
    }
}
