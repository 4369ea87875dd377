package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CliRun.LiveCli;
import llmrouter.deploy.HostedAccount;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The commands of hosting against a make-believe account, by flags as a script gives them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostedDeployTest {
    private static final String WORKER = "llm-router";
    private static final String UPLOAD = "PUT /accounts/acc1/workers/scripts/llm-router";

    @TempDir
    private Path home;
    private HostingCase hosting;
    private HostedAccount account;
    private String live;

    @BeforeEach
    void begin() throws IOException {
        account = new HostedAccount();
        hosting = new HostingCase(home).withTokenOf(account);
        live = "--live-url=" + account.url(WORKER);
    }

    @AfterEach
    void end() {
        account.close();
    }

    private CliRun done(String... line) {
        CliRun run = hosting.run(line);
        assertEquals(0, run.exitCode(), run.toString());
        hidden(run);
        return run;
    }

    private CliRun failed(int code, String words, String... line) {
        CliRun run = hosting.run(line);
        assertEquals(code, run.exitCode(), run.toString());
        assertTrue(run.err().contains(words), words + "\n" + run);
        hidden(run);
        return run;
    }

    private static void hidden(CliRun run) {
        for (String secret : List.of(HostedAccount.TOKEN, HostingCase.PROVIDER_KEY, HostingCase.MASTER_KEY)) {
            assertFalse((run.out() + run.err()).contains(secret), "a secret is shown: " + run);
        }
    }

    private static String generated(CliRun run) {
        List<String> lines = run.out().lines().filter(line -> line.startsWith("generatedMasterKey=")).toList();
        assertEquals(1, lines.size(), run.out());
        String key = lines.getFirst().substring("generatedMasterKey=".length());
        assertEquals(run.out().indexOf(key), run.out().lastIndexOf(key), "shown once");
        return key;
    }

    private void assertKey(String key, int status) throws Exception {
        assertEquals(status, account.models(WORKER, key));
    }

    // ── deploy ──

    @Test
    void aFreshDeploymentAnswersAndSaysWhatToSetInClients() throws Exception {
        CliRun run = done("deploy", "--workers-dev", live);
        assertKey(HostingCase.MASTER_KEY, 200);
        assertTrue(account.live(WORKER).configuration().contains(HostingCase.PROVIDER_KEY));
        for (String part : List.of("ANTHROPIC_BASE_URL=", "base_url = ", "OPENAI_BASE_URL=", "YOUR_MASTER_KEY",
            "llm-router connect CLIENT --url=")) {
            assertTrue(run.out().contains(part), part + "\n" + run.out());
        }
        for (String part : List.of("account: Acme (acc1)", "makes the Worker llm-router", "upload the Worker ...",
            "ask the live gateway ...", "  done: ", "warning: the caps of provider \"first\"")) {
            assertTrue(run.err().contains(part), part + "\n" + run.err());
        }
    }

    @Test
    void theResultForProgramsIsOneObjectAndProgressStandsBesideIt() {
        Obj json = hosting.json("deploy", "--workers-dev", live, "--generate-master-key");
        assertEquals("done", json.text("outcome"));
        assertEquals("acc1", json.text("account"));
        assertEquals("generated", json.object("masterKey").text("origin"));
        assertTrue(json.text("generatedMasterKey").startsWith("gw_"), json.toString());
        assertEquals(account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"), json.text("deployment"));
        assertEquals(List.of("upload", "pieces", "workers-dev", "health", "models"),
            json.objects("steps").stream().map(step -> step.text("step")).toList());
        assertNull(json.object("error"));
        assertEquals("https://llm-router.acme.workers.dev", json.object("clients").text("anthropicBaseUrl"));
    }

    @Test
    void everyOutcomeHasTheSameMembers() {
        Obj dry = hosting.json("deploy", "--workers-dev", "--dry-run");
        Obj exported = hosting.json("deploy", "--export-only", "--out=" + home.resolve("w.json"));
        Obj done = hosting.json("deploy", "--workers-dev", live);
        account.fault("ERROR", UPLOAD);
        Obj failed = hosting.json("deploy", "--workers-dev", live);
        for (Obj other : List.of(exported, done, failed)) {
            assertEquals(dry.members().keySet(), other.members().keySet());
        }
        assertEquals("unchanged", failed.text("outcome"));
        assertEquals("failed", failed.object("error").text("code"));
    }

    @Test
    void aNewKeyIsShownOnceAndSavedWhenThatIsWanted() throws Exception {
        CliRun run = done("deploy", "--workers-dev", live, "--generate-master-key", "--save");
        String key = generated(run);
        assertKey(key, 200);
        assertKey(HostingCase.MASTER_KEY, 401);
        assertTrue(hosting.text().contains(key), "saved: " + hosting.text());
        assertFalse(hosting.text().contains(HostingCase.MASTER_KEY));
        assertTrue(run.err().contains("saved the new master key in "), run.err());
    }

    @Test
    void aNewKeyIsNotSavedByItself() throws IOException {
        String before = hosting.text();
        done("deploy", "--workers-dev", live, "--generate-master-key");
        assertEquals(before, hosting.text());
    }

    @Test
    void keyAndTokenMayComeFromStandardInputAndFiles() throws Exception {
        hosting.environment.remove("CLOUDFLARE_API_TOKEN");
        hosting.environment.put("GATE_KEY", "gw_anotherStrongKey-8642-XyZ-of-the-test");
        CliRun run = hosting.typing(HostedAccount.TOKEN + "\n", "deploy", "--workers-dev", live,
            "--api-token-stdin", "--master-key-env=GATE_KEY");
        assertEquals(0, run.exitCode(), run.toString());
        hidden(run);
        assertKey("gw_anotherStrongKey-8642-XyZ-of-the-test", 200);
    }

    @Test
    void aLargeConfigurationArrivesWholeAndItsLeftoversAreDeleted() throws IOException {
        var models = new StringBuilder("\"a\", \"b\"");
        for (int i = 0; i < 300; i++) models.append(", \"").append(i).append("-").append("x".repeat(95)).append('"');
        hosting.write(HostingCase.CONFIG.replace("\"a\", \"b\"", models));
        done("deploy", "--workers-dev", live);
        assertTrue(account.live(WORKER).configuration().contains("299-xxx"));
        assertTrue(account.live(WORKER).secrets().contains("LLM_ROUTER_CONFIG_JSON_7"));
        hosting.write(HostingCase.CONFIG);
        done("deploy", "--workers-dev", live);
        assertEquals(List.of("LLM_ROUTER_CONFIG_JSON"), account.live(WORKER).secrets());
    }

    @Test
    void anEnvironmentHasAWorkerOfItsOwn() {
        done("deploy", "--workers-dev", "--env=staging", "--live-url=" + account.url("llm-router-staging"));
        assertNull(account.live(WORKER));
        assertTrue(account.live("llm-router-staging").configuration().contains("first"));
    }

    @Test
    void settingsReachTheWorker() {
        done("deploy", "--workers-dev", live, "--var=LLM_ROUTER_LOG=debug", "--var=ENVIRONMENT=production");
        assertEquals("debug", account.live(WORKER).text("LLM_ROUTER_LOG"));
        assertEquals("production", account.live(WORKER).text("ENVIRONMENT"));
    }

    @Test
    void durableStateIsBoundWhenItIsWanted() {
        CliRun run = done("deploy", "--workers-dev", live, "--durable-state");
        assertEquals("durable_object_namespace", account.live(WORKER).bindings().get("LLM_ROUTER_STATE").type());
        assertFalse(run.err().contains("have no effect"), run.err());
    }

    @Test
    void aNameBelowWorkersDevIsRegisteredOnDemandOnly() {
        account.nameless();
        failed(2, "the account has no name below workers.dev", "deploy", "--workers-dev", live);
        assertEquals(List.of(), account.changes());
        done("deploy", "--workers-dev", "--workers-dev-name=ada", live);
        assertEquals("ada", account.subdomain());
    }

    // ── a domain, a route ──

    @Test
    void aDnsRecordIsReplacedOnlyWhenThatIsAllowed() {
        account.record("example.com", "llm.example.com", "192.0.2.1");
        failed(2, "--replace-dns", "deploy", "--domain=llm.example.com", live);
        assertEquals(List.of(), account.changes(), "nothing was sent");
        done("deploy", "--domain=llm.example.com", "--replace-dns", live);
        assertTrue(account.changes().contains("PUT /accounts/acc1/workers/domains"));
    }

    @Test
    void theZoneOfARouteIsFoundByTheLongestName() {
        account.zone("eu.example.com");
        CliRun run = done("deploy", "--route-pattern=llm.eu.example.com", live);
        assertTrue(account.changes().contains("POST /zones/zone-eu.example.com/workers/routes"), run.toString());
        failed(2, "no zone of the account has the host", "deploy", "--route-pattern=llm.example.net/*");
    }

    // ── token and account ──

    @Test
    void aWrongTokenIsToldAndNothingIsSent() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", "wrong-token");
        failed(2, "Invalid API Token", "deploy", "--workers-dev", live);
        failed(2, "Invalid API Token", "worker-key", "--generate-master-key");
        failed(2, "Invalid API Token", "rollback", "--yes");
        assertEquals(List.of(), account.changes());
    }

    @Test
    void ofSeveralAccountsOneMustBeNamed() {
        account.another("acc2", "Other");
        CliRun run = failed(2, "name one", "deploy", "--workers-dev", live);
        assertTrue(run.err().contains("--account-id=acc1  Acme") && run.err().contains("--account-id=acc2  Other"),
            run.err());
        done("deploy", "--workers-dev", live, "--account-id=acc1");
        hosting.environment.put("CLOUDFLARE_ACCOUNT_ID", "acc1");
        done("deploy", "--workers-dev", live);
    }

    @Test
    void aTokenWithoutRightsOfMembershipWorksWithAnAccount() {
        account.token("scoped", "scripts");
        hosting.environment.put("CLOUDFLARE_API_TOKEN", "scoped");
        failed(2, "--account-id", "deploy", "--workers-dev", live);
        done("deploy", "--workers-dev", live, "--account-id=acc1");
    }

    @Test
    void thePermissionThatIsMissingIsNamed() {
        account.token("reader", "memberships");
        hosting.environment.put("CLOUDFLARE_API_TOKEN", "reader");
        failed(2, "Workers Scripts", "deploy", "--workers-dev", live);
        assertEquals(List.of(), account.changes());
    }

    // ── failures ──

    @Test
    void aFailedUploadChangesNothingAndTheKeyThatWasMadeIsNotShown() throws Exception {
        done("deploy", "--workers-dev", live);
        String before = account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT");
        String text = hosting.text();
        account.fault("ERROR", UPLOAD);
        CliRun run = failed(1, "Run the same command again", "deploy", "--workers-dev", live,
            "--generate-master-key", "--save");
        assertTrue(run.out().contains("nothing was changed"), run.out());
        assertFalse(run.out().contains("generatedMasterKey"), run.out());
        assertEquals(before, account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
        assertEquals(text, hosting.text(), "nothing was saved");
        assertKey(HostingCase.MASTER_KEY, 200);
    }

    @Test
    void aFailureAfterTheUploadSaysWhatIsLiveAndTheNewKeyIsNotLost() throws Exception {
        account.fault("ERROR", "POST /accounts/acc1/workers/scripts/llm-router/subdomain");
        CliRun run = failed(1, "it goes on where it stopped", "deploy", "--workers-dev", live,
            "--generate-master-key");
        assertTrue(run.out().contains("the new version is live, but not at all its addresses"), run.out());
        assertKey(generated(run), 200);
    }

    @Test
    void aCutConnectionAtAnyStepIsToldAndTheSameCommandGoesOn() throws Exception {
        var calls = List.of("PUT /accounts/acc1/workers/scripts/%s", "GET /accounts/acc1/workers/scripts/%s/settings",
            "POST /accounts/acc1/workers/scripts/%s/subdomain", "PUT /accounts/acc1/workers/domains",
            "GET /accounts/acc1/workers/scripts", "GET /user/tokens/verify");
        for (String trouble : List.of("CUT_BEFORE", "CUT_AFTER")) {
            for (int i = 0; i < calls.size(); i++) {
                String name = trouble.toLowerCase(Locale.ROOT).replace('_', '-') + i;
                String[] line = {"deploy", "--domain=" + name + ".example.com", "--worker-name=" + name,
                    "--live-url=" + account.url(name)};
                account.fault(trouble, calls.get(i).formatted(name), 2);
                CliRun run = hosting.run(line);
                hidden(run);
                if (run.exitCode() != 0) assertTrue(run.err().contains("again"), calls.get(i) + run);
                done(line);
                assertEquals(200, account.models(name, HostingCase.MASTER_KEY), calls.get(i));
            }
        }
    }

    @Test
    void aSignalInTheMiddleLosesNoKey() throws Exception {
        account.fault("STALL", "POST /accounts/acc1/workers/scripts/llm-router/subdomain");
        var running = new LiveCli(home, hosting.environment, "");
        Thread.ofVirtual().start(() -> running.run(HostingCase.table(), "deploy", "--workers-dev", live,
            "--generate-master-key"));
        running.awaitErr("set the address below workers.dev ...");
        running.stopped();
        String said = "the new master key, if it was set already: ";
        String line = running.err().lines().filter(each -> each.startsWith(said)).findFirst().orElseThrow();
        assertKey(line.substring(said.length()), 200);
        assertTrue(running.err().contains("run the same command again"), running.err());
    }

    @Test
    void aGatewayThatDoesNotAnswerIsUnproven() {
        Obj json = hosting.json("deploy", "--workers-dev", "--live-url=" + account.url("another"));
        assertEquals("unproven", json.text("outcome"));
        assertTrue(json.text("resume").contains("was not seen at"), json.toString());
        assertEquals(1, json.object("error").number("exit", 0));
    }

    // ── the master key ──

    @Test
    void aNewKeyEndsTheOldOneWhateverTheConfigurationHas() throws Exception {
        done("deploy", "--workers-dev", live);
        CliRun run = done("worker-key", "--generate-master-key", "--use-config-key", live);
        String key = generated(run);
        assertKey(key, 200);
        assertKey(HostingCase.MASTER_KEY, 401);
        assertTrue(run.out().contains("newFingerprint=") && run.out().contains("oldFingerprint="), run.out());
        assertTrue(run.out().contains("the old one is refused"), run.out());
        assertTrue(run.err().contains("the configuration still has the old key"), run.err());
    }

    @Test
    void aLaterDeploymentDoesNotBringTheOldKeyBack() throws Exception {
        done("deploy", "--workers-dev", live);
        String key = generated(done("worker-key", "--generate-master-key", live));
        CliRun run = done("deploy", "--workers-dev", live);
        assertTrue(run.err().contains("which stays and counts"), run.err());
        assertKey(key, 200);
        assertKey(HostingCase.MASTER_KEY, 401);
    }

    @Test
    void aNewKeyMayBeSavedGivenOrTakenFromTheConfiguration() throws Exception {
        done("deploy", "--workers-dev", live);
        String saved = generated(done("worker-key", "--generate-master-key", "--save", live));
        assertTrue(hosting.text().contains(saved));
        String given = "gw_anotherStrongKey-8642-XyZ-of-the-test";
        CliRun run = hosting.typing(given + "\n", "worker-key", "--master-key-stdin", live);
        assertEquals(0, run.exitCode(), run.toString());
        assertFalse((run.out() + run.err()).contains(given), run.toString());
        assertKey(given, 200);
        done("worker-key", "--use-config-key", live);
        assertKey(saved, 200);
    }

    @Test
    void withoutAnyKeyNothingIsSentUnlessTheWorkerHasOne() throws Exception {
        hosting.write(HostingCase.CONFIG.replace("\"masterKey\": \"" + HostingCase.MASTER_KEY + "\",", ""));
        CliRun run = failed(2, "there is no master key", "deploy", "--workers-dev", live);
        assertTrue(run.err().contains("--generate-master-key") && run.err().contains("--master-key-stdin"), run.err());
        assertEquals(List.of(), account.changes());
        String key = generated(done("deploy", "--workers-dev", live, "--generate-master-key"));
        done("deploy", "--workers-dev", live);
        assertKey(key, 200);
    }

    @Test
    void aKeyForAWorkerThatIsNotThereIsRefused() {
        failed(2, "there is no Worker 'llm-router-x'", "worker-key", "--generate-master-key", "--env=x");
        assertEquals(List.of(), account.changes());
    }

    @Test
    void aKeyThatMayHaveBeenSetIsShownSoThatItIsNotLost() throws Exception {
        done("deploy", "--workers-dev", live);
        account.fault("ERROR", "PUT /accounts/acc1/workers/scripts/llm-router/secrets");
        CliRun run = failed(1, "Run the same command again", "worker-key", "--generate-master-key", live);
        assertTrue(run.out().contains("the new key may hold or not"), run.out());
        assertTrue(generated(run).startsWith("gw_"));
        assertKey(HostingCase.MASTER_KEY, 200);
    }

    @Test
    void theResultOfANewKeyForProgramsHasItsMembersInADryRunToo() {
        done("deploy", "--workers-dev", live);
        Obj dry = hosting.json("worker-key", "--generate-master-key", "--dry-run");
        Obj json = hosting.json("worker-key", "--generate-master-key", live);
        assertEquals(dry.members().keySet(), json.members().keySet());
        assertTrue(json.text("generatedMasterKey").startsWith("gw_"), json.toString());
        assertNotEquals(json.text("oldFingerprint"), json.object("masterKey").text("fingerprint"));
    }

    // ── rollback, delete ──

    @Test
    void aRollbackSaysWhatItGoesBackToAndTheEarlierVersionAnswers() {
        done("deploy", "--workers-dev", live);
        String first = account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT");
        done("deploy", "--workers-dev", live, "--var=LLM_ROUTER_LOG=debug");
        CliRun run = done("rollback", "--yes", live);
        assertEquals(first, account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
        assertTrue(run.err().contains("goes back to:  "), run.err());
        Obj json = hosting.json("rollback", "--yes", live);
        assertEquals("done", json.text("outcome"));
        assertNotEquals(json.text("from"), json.text("to"));
    }

    @Test
    void aRollbackDoesNotBringAReplacedKeyBackUnlessAllowed() throws Exception {
        done("deploy", "--workers-dev", live);
        done("deploy", "--workers-dev", live);
        String key = generated(done("worker-key", "--generate-master-key", live));
        failed(1, "the earlier key would work again", "rollback", "--yes", live);
        assertKey(key, 200);
        done("rollback", "--yes", "--allow-earlier-master-key", live);
        assertKey(HostingCase.MASTER_KEY, 200);
    }

    @Test
    void withoutAnEarlierVersionThereIsNothingToGoBackTo() {
        done("deploy", "--workers-dev", live);
        failed(2, "there is no earlier deployment to go back to", "rollback", "--yes", live);
    }

    @Test
    void aDeletionSaysWhatGoesAndTakesTheWorkerAway() {
        done("deploy", "--domain=llm.example.com", live);
        CliRun run = done("deploy", "--delete", "--yes");
        assertNull(account.live(WORKER));
        assertTrue(run.err().contains("the custom domain llm.example.com and its DNS record are deleted"), run.err());
        failed(2, "there is no Worker 'llm-router'", "deploy", "--delete", "--yes");
    }
}
