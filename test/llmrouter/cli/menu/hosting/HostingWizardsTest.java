package llmrouter.cli.menu.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.hosting.HostingCase;
import llmrouter.deploy.HostedAccount;
import llmrouter.tui.Question;

import static llmrouter.cli.menu.entries.ScriptedDialog.BACK;
import static llmrouter.cli.menu.entries.ScriptedDialog.ENTER;
import static llmrouter.cli.menu.entries.ScriptedDialog.QUIT;
import static llmrouter.cli.menu.entries.ScriptedDialog.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a person at a terminal is asked by the commands of hosting, and what comes of the answers.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostingWizardsTest {
    private static final String WORKER = "llm-router";
    private static final String STRONG = "gw_anotherStrongKey-8642-XyZ-of-the-test";

    @TempDir
    private Path home;
    private HostingCase hosting;
    private HostedAccount account;
    private String live;

    @BeforeEach
    void begin() throws IOException {
        account = new HostedAccount();
        hosting = new HostingCase(home).asking(account);
        live = "--live-url=" + account.url(WORKER);
    }

    @AfterEach
    void end() {
        account.close();
    }

    private HostingPerson person(String command, String... answers) {
        HostingPerson person = HostingPerson.at(hosting, List.of(command.split(" ")), answers);
        assertFalse(person.screen().contains(HostedAccount.TOKEN), "the token is shown");
        assertFalse(person.screen().contains(HostingCase.PROVIDER_KEY), "a key is shown");
        return person;
    }

    /// A person whose answers lead to the end.
    private HostingPerson done(String command, String... answers) {
        HostingPerson person = person(command, answers);
        assertTrue(person.dialog.isUsedUp(), person.screen());
        assertEquals(0, person.exitCode, person.screen());
        assertTrue(person.dialog.closed);
        return person;
    }

    private void deployed() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
        assertEquals(0, hosting.run("deploy", "--workers-dev", live).exitCode());
    }

    private static void shows(HostingPerson person, String... parts) {
        for (String part : parts) assertTrue(person.screen().contains(part), part + "\n" + person.screen());
    }

    // ── deploy ──

    @Test
    void leadsFromNothingToAGatewayThatAnswers() throws Exception {
        account.another("acc2", "Other");
        account.zone("example.org");
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "Acme", "workers.dev", "Make a new key",
            "yes", "yes", "Yes");
        shows(person, "https://dash.cloudflare.com/profile/api-tokens", "configuration  ", "bytes in 1 secret",
            "would be done, in this order:", "# with CLOUDFLARE_API_TOKEN in the environment", "upload the Worker ...",
            "generatedMasterKey=gw_", "ANTHROPIC_BASE_URL=", "--account-id=acc1 --workers-dev", "--save");
        assertTrue(hosting.text().contains(account.live(WORKER).text("LLM_ROUTER_MASTER_KEY")), "the key is saved");
        assertEquals(200, account.models(WORKER, account.live(WORKER).text("LLM_ROUTER_MASTER_KEY")));
        assertNotNull(account.live(WORKER).text("LLM_ROUTER_STATE"));
    }

    @Test
    void whatFlagsAndTheEnvironmentSayIsNotAsked() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
        HostingPerson person = done("deploy --workers-dev --no-durable-state --generate-master-key --no-save " + live,
            "Yes");
        assertEquals(List.of("Do it?"), person.dialog.asked.stream().map(Question::title).toList());
    }

    @Test
    void withYesNothingIsAsked() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
        HostingPerson person = person("deploy --workers-dev --yes " + live);
        assertEquals(0, person.exitCode, person.screen());
        assertEquals(List.of(), person.dialog.asked);
    }

    @Test
    void aCustomDomainIsAskedForWithItsZoneAndItsRecord() {
        account.zone("example.org");
        account.record("example.com", "llm.example.com", "192.0.2.1");
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "custom domain", "example.com",
            "llm.example.com", "Yes, replace it", "That of the configuration", "no", "Yes");
        shows(person, "llm.example.com A 192.0.2.1 (proxied)", "--domain=llm.example.com --zone-name=example.com",
            "--replace-dns");
        assertTrue(account.changes().contains("PUT /accounts/acc1/workers/domains"));
    }

    @Test
    void aHostWhoseRecordIsLeftIsNotDeployedTo() {
        account.record("example.com", "llm.example.com", "192.0.2.1");
        account.record("example.com", "www.example.com", "192.0.2.2");
        HostingPerson person = done("deploy --no-durable-state " + live, HostedAccount.TOKEN, "custom domain",
            "llm.example.com", "No, choose another host", refused("www.example.com"), refused("llm.example.com"),
            "gate.example.com", "That of the configuration", "Yes");
        shows(person, "--domain=gate.example.com");
        assertTrue(person.dialog.problems.getFirst().startsWith("It has a DNS record too: www.example.com A 192.0.2.2"),
            person.dialog.problems.toString());
        assertTrue(account.changes().contains("PUT /accounts/acc1/workers/domains"));
    }

    @Test
    void aHostOfAnotherWorkerIsRefusedAndOneOfThisWorkerIsTaken() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
        for (String name : List.of("blog", WORKER)) {
            assertEquals(0, hosting.run("deploy", "--worker-name=" + name, "--domain=" + name + ".example.com",
                "--live-url=" + account.url(name)).exitCode());
        }
        HostingPerson person = done("deploy --no-durable-state " + live, "A custom domain",
            refused("blog.example.com"), WORKER + ".example.com", "That of the configuration", "Yes");
        assertEquals(List.of("blog.example.com is the custom domain of the Worker blog; choose another host, or remove "
            + "it there first."), person.dialog.problems);
    }

    @Test
    void aNameThatIsNoHostIsNotOfferedAnAddressBelowWorkersDev() {
        HostingPerson person = done("deploy --worker-name=a_b --no-durable-state --live-url=" + account.url("a_b"),
            HostedAccount.TOKEN, "custom domain", ENTER, "That of the configuration", "Yes");
        shows(person, "--domain=a-b.example.com");
        assertFalse(person.screen().contains("An address below workers.dev"), person.screen());
    }

    @Test
    void aRouteIsOfferedForTheOnlyZone() {
        account.record("example.com", "llm-router.example.com", "192.0.2.1");
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "A route", ENTER,
            "That of the configuration", "no", "Yes");
        shows(person, "'--route-pattern=llm-router.example.com/*'");
        assertTrue(account.changes().contains("POST /zones/zone-example.com/workers/routes"));
    }

    @Test
    void aZoneIsTypedWhereTheTokenMayNotListThem() {
        account.token("scoped", "memberships", "scripts");
        HostingPerson person = person("deploy " + live, "scoped", "A route", "example.com", ENTER,
            "That of the configuration", "no", "Yes");
        shows(person, "The token may not list zones", "Zone > Zone > Read");
        assertEquals(2, person.exitCode, "the command names the permission");
    }

    @Test
    void theAccountIsTypedWhereTheTokenMayNotListThem() {
        account.token("scoped", "scripts");
        HostingPerson person = done("deploy " + live, "scoped", "acc1", "workers.dev", "That of the configuration",
            "no", "Yes");
        shows(person, "The token may not list accounts", "--account-id=acc1");
    }

    @Test
    void aNameBelowWorkersDevIsAskedForWhereThereIsNone() {
        account.nameless();
        done("deploy " + live, HostedAccount.TOKEN, "workers.dev", "ada", "That of the configuration", "no", "Yes");
        assertEquals("ada", account.subdomain());
    }

    // ── wrong values ──

    @Test
    void aWrongValueAtEachPromptIsToldAndCanBeCorrected() throws Exception {
        Path weak = Files.writeString(home.resolve("weak.key"), "letmein\n");
        Path strong = Files.writeString(home.resolve("strong.key"), STRONG + "\n");
        account.token("scoped", "scripts", "zones", "dns", "routes");
        HostingPerson person = done("deploy " + live, refused(""), refused("wrong token"), refused("wrong-token"),
            "scoped", refused("not an id"), "acc1", "custom domain", refused("router"), refused("llm.example.org"),
            refused("-x.example.com"), refused("https://llm.example.com/v1"), "llm.example.com", "A file", refused(""),
            refused(home.resolve("none.key").toString()), refused(weak.toString()), strong.toString(), "no", "Yes");
        List<String> problems = person.dialog.problems;
        for (String part : List.of("Type or paste the token", "a character that a token cannot have",
            "Invalid API Token", "letters and digits only", "is no host; write one such as router.example.com",
            "does not belong to the zone example.com", "hyphen", "write only llm.example.com",
            "Type the path of a file", "none.key", "This key is weak: ")) {
            assertTrue(problems.stream().anyMatch(each -> each.contains(part)), part + "\n" + problems);
        }
        assertEquals(200, account.models(WORKER, STRONG));
    }

    @Test
    void wrongPatternsVariablesAndTypedKeysAreToldToo() throws Exception {
        hosting.environment.put("WEAK_KEY", "password");
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "A route", refused("example.com/a?b"),
            refused("a.*.example.com/*"), refused("llm.example.net/*"), "llm.example.com", "A variable",
            refused("sk-looks-like-a-key"), refused("NOT_SET"), refused("WEAK_KEY"), BACK, "Type or paste", refused(""),
            refused("letmein"), STRONG, "no", "Yes");
        List<String> problems = person.dialog.problems;
        for (String part : List.of("has a query", "* may stand at the start of the host", "does not belong to the zone",
            "Type or paste the key", "This key is weak: ", "The variable of that name is not set here",
            "The variable NOT_SET is not set here")) {
            assertTrue(problems.stream().anyMatch(each -> each.contains(part)), part + "\n" + problems);
        }
        assertFalse(String.join("", problems).contains("sk-looks-like-a-key"), "what may be a key is not shown");
        assertFalse(person.screen().contains(STRONG), person.screen());
        assertEquals(200, account.models(WORKER, STRONG));
    }

    @Test
    void aTokenOfTheEnvironmentThatIsRefusedIsToldAndAnotherOneAskedFor() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", "wrong-token");
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "workers.dev", "That of the configuration",
            "no", "Yes");
        shows(person, "Invalid API Token");
    }

    @Test
    void aWeakKeyOfTheConfigurationIsOfferedAsOne() throws IOException {
        hosting.write(HostingCase.CONFIG.replace(HostingCase.MASTER_KEY, "letmein"));
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "workers.dev", "although it is weak", "no",
            "Yes");
        shows(person, "--allow-weak-master-key");
    }

    @Test
    void aKeyThatTheWorkerHasMayBeKept() throws Exception {
        deployed();
        done("worker-key " + live, "Type or paste", STRONG, "Yes");
        done("deploy " + live, "workers.dev", "Keep the one that the Worker has", "no", "Yes");
        assertEquals(200, account.models(WORKER, STRONG));
    }

    @Test
    void enterKeepsTheKeyThatTheWorkerHas() throws Exception {
        deployed();
        done("worker-key " + live, "Type or paste", STRONG, "Yes");
        done("deploy " + live, "workers.dev", ENTER, "no", "Yes");
        assertEquals(200, account.models(WORKER, STRONG));
    }

    @Test
    void theReviewNamesTheOnlyAccount() {
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "workers.dev", "That of the configuration",
            "no", "Yes");
        shows(person, "account        acc1", "--account-id=acc1");
        assertFalse(person.screen().contains("no server was asked"), person.screen());
    }

    @Test
    void aSecondDeploymentMayKeepItsAddresses() {
        hosting.environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
        assertEquals(0, hosting.run("deploy", "--workers-dev", "--domain=llm.example.com", live).exitCode());
        HostingPerson person = done("deploy --no-durable-state " + live, "Where it answers now",
            "That of the configuration", "Yes");
        shows(person, "--workers-dev", "--domain=llm.example.com", "updates the Worker llm-router");
        assertNotNull(account.live(WORKER));
    }

    @Test
    void aConfigurationWithMistakesIsToldBeforeAnyQuestion() throws IOException {
        hosting.write("{\"version\": 2, \"providers\": [{\"id\": \"P\"}]}");
        var person = HostingPerson.at(hosting, List.of("deploy"), HostedAccount.TOKEN);
        assertEquals(2, person.exitCode);
        assertEquals(List.of(), person.dialog.asked);
        assertTrue(person.screen().contains("the configuration cannot be used"), person.screen());
        assertEquals(List.of(), account.calls());
    }

    // ── leaving, going back, trying again ──

    @Test
    void leavingAtAnyQuestionChangesNothing() throws IOException {
        List<String> answers = List.of(HostedAccount.TOKEN, "custom domain", "llm.example.com", "Make a new key", "yes",
            "no");
        String before = hosting.text();
        for (int at = 0; at <= answers.size(); at++) {
            var some = new ArrayList<>(answers.subList(0, at));
            some.add(QUIT);
            HostingPerson person = person("deploy " + live, some.toArray(String[]::new));
            assertEquals(1, person.exitCode, person.screen());
            assertTrue(person.screen().contains("Nothing was changed."), person.screen());
        }
        assertEquals(List.of(), account.changes());
        assertEquals(before, hosting.text());
    }

    @Test
    void aFailedDeploymentIsToldAndCanBeTriedAgain() {
        account.fault("ERROR", "PUT /accounts/acc1/workers/scripts/llm-router", 2);
        HostingPerson person = done("deploy --workers-dev --no-durable-state " + live, HostedAccount.TOKEN,
            "That of the configuration", "Yes", "Try again", "Yes");
        shows(person, "nothing was changed", "? That did not work. What now?");
        assertNotNull(account.live(WORKER));
    }

    @Test
    void everyQuestionHasATitleAndAHelp() {
        account.another("acc2", "Other");
        account.zone("example.org");
        HostingPerson person = done("deploy " + live, HostedAccount.TOKEN, "Acme", "custom domain", "example.com",
            "llm.example.com", "Make a new key", "no", "no", "Yes");
        for (Question<?> question : person.dialog.asked) {
            assertFalse(question.title().isBlank() || question.title().endsWith(":"), question.title());
            assertFalse(question.help().isBlank(), question.title());
        }
    }

    // ── the other commands ──

    @Test
    void aNewKeyIsMadeByQuestions() throws Exception {
        deployed();
        HostingPerson person = done("worker-key " + live, "Make a new key", "yes", "Yes");
        shows(person, "The key that it has ends at once", "generatedMasterKey=gw_", "the old one is refused");
        String key = account.live(WORKER).text("LLM_ROUTER_MASTER_KEY");
        assertTrue(hosting.text().contains(key));
        assertEquals(401, account.models(WORKER, HostingCase.MASTER_KEY));
    }

    @Test
    void aTypedKeyIsNotShown() throws Exception {
        deployed();
        HostingPerson person = done("worker-key " + live, "Type or paste", refused("letmein"), STRONG, "Yes");
        assertFalse(person.screen().contains(STRONG), person.screen());
        assertEquals(200, account.models(WORKER, STRONG));
    }

    @Test
    void anEarlierVersionIsChosenFromAList() {
        deployed();
        String first = account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT");
        deployed();
        HostingPerson person = done("rollback " + live, "The deployment before", "Yes");
        shows(person, "goes back to:");
        assertEquals(first, account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
    }

    @Test
    void aDeletionOfWhatIsNoGatewayIsRefusedBeforeTheNameIsAskedFor() {
        deployed();
        account.foreign(WORKER);
        HostingPerson person = person("deploy --delete");
        assertEquals(2, person.exitCode, person.screen());
        assertEquals(List.of(), person.dialog.asked);
        shows(person, "the Worker 'llm-router' is not an llm-router");
        assertFalse(person.screen().contains("and its keys"), person.screen());
        shows(person("deploy --delete --worker-name=none"), "there is no Worker 'none' in the account");
    }

    @Test
    void aDeletionWantsTheNameOfTheWorker() {
        deployed();
        HostingPerson left = person("deploy --delete", refused("yes"), QUIT);
        assertEquals(List.of("That is not its name, which is llm-router."), left.dialog.problems);
        assertNotNull(account.live(WORKER));
        HostingPerson person = done("deploy --delete", WORKER, "Yes");
        shows(person, "answers no more", "secret with the configuration");
        assertNull(account.live(WORKER));
    }
}
