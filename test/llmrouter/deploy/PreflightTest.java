package llmrouter.deploy;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import llmrouter.deploy.DeployFinding.Weight;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.AccountChoice;
import llmrouter.deploy.steps.AccountChoice.OneAccount;
import llmrouter.deploy.steps.AccountChoice.SeveralAccounts;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.Preflight;

import static llmrouter.deploy.DeployBench.KEY;
import static llmrouter.deploy.DeployBench.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PreflightTest {
    private DeployBench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new DeployBench();
    }

    @AfterEach
    void end() {
        assertEquals(List.of(), bench.cloudflare.changes()); // a look changes nothing
        bench.close();
    }

    private DeployPlan plan(DeployTargets targets) {
        return bench.plan(config(KEY, "m", 0), targets, null, false);
    }

    private List<String> found(DeployTargets targets, Weight weight) throws CloudflareError {
        return found(CloudflareDouble.TOKEN, plan(targets), weight);
    }

    private List<String> found(String token, DeployPlan plan, Weight weight) throws CloudflareError {
        return Preflight.of(bench.api(token), plan).findings().stream().filter(f -> f.weight() == weight)
            .map(DeployFinding::describe).toList();
    }

    private static void has(List<String> lines, String... parts) {
        assertTrue(lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
            List.of(parts) + " is not in " + lines);
    }

    // ── The token and the account ──────────────────────────────────────────────────────────────────────────────────

    @Test
    void theOnlyAccountIsFound() throws Exception {
        assertEquals("Acme (acc1)", assertInstanceOf(OneAccount.class, AccountChoice.of(bench.api(), null)).account()
            .words());
    }

    @Test
    void severalAccountsAreAChoice() throws Exception {
        for (int i = 2; i <= 120; i++) bench.cloudflare.account.accounts.put("acc" + i, "Account " + i);
        var several = assertInstanceOf(SeveralAccounts.class, AccountChoice.of(bench.api(), null));
        assertEquals(120, several.accounts().size()); // from all pages
        assertTrue(assertInstanceOf(OneAccount.class, AccountChoice.of(bench.api(), "acc77")).given());
        var wrong = assertThrows(CloudflareError.class, () -> AccountChoice.of(bench.api(), "acc999"));
        assertTrue(wrong.getMessage().contains("the token is not for it"), wrong.getMessage());
    }

    @Test
    void aWrongTokenIsRefusedWithWhatToDoAndIsNotShown() throws Exception {
        var api = bench.api("a-wrong-token");
        for (String account : new String[] {null, "acc1"}) {
            var error = assertThrows(CloudflareError.class, () -> AccountChoice.of(api, account));
            assertTrue(error.getMessage().startsWith("cannot verify the token: Invalid API Token (HTTP 401, code "
                + "1000)"),
                error.getMessage());
            assertTrue(error.getMessage().contains("https://dash.cloudflare.com/profile/api-tokens"));
            assertFalse((error + api.access().toString()).contains("a-wrong-token"));
        }
        bench.cloudflare.expired("old");
        var expired = assertThrows(CloudflareError.class, () -> AccountChoice.of(bench.api("old"), null));
        assertTrue(expired.getMessage().contains("it is expired"), expired.getMessage());
    }

    @Test
    void aTokenThatMayNotListMembershipsWorksWithTheAccountsId() throws Exception {
        bench.cloudflare.token("scoped", false, "scripts");
        var error = assertThrows(CloudflareError.class, () -> AccountChoice.of(bench.api("scoped"), null));
        assertTrue(error.getMessage().contains("--account-id"), error.getMessage());
        assertTrue(error.getMessage().contains("User > Memberships > Read"), error.getMessage());
        assertInstanceOf(OneAccount.class, AccountChoice.of(bench.api("scoped"), "acc1"));
        assertEquals(List.of(), found("scoped", plan(DeployTargets.WORKERS_DEV), Weight.BLOCKS));
    }

    @Test
    void aTokenOfTheAccountIsVerifiedThere() throws Exception {
        bench.cloudflare.token("of-account", true, "scripts", "accounts");
        assertEquals("acc1", assertInstanceOf(OneAccount.class, AccountChoice.of(bench.api("of-account"), null))
            .account().id());
        bench.cloudflare.token("narrow", true, "scripts");
        assertInstanceOf(OneAccount.class, AccountChoice.of(bench.api("narrow"), "acc1"));
    }

    @Test
    void everyMissingPermissionIsNamed() throws Exception {
        bench.cloudflare.token("none", false);
        has(found("none", plan(DeployTargets.WORKERS_DEV), Weight.BLOCKS), "cannot list the Workers",
            "Account > Workers Scripts > Edit");
        bench.cloudflare.token("no-zones", false, "scripts", "routes");
        has(found("no-zones", plan(DeployTargets.route("r.example.com/*", null)), Weight.BLOCKS),
            "cannot list the zones", "Zone > Zone > Read");
        bench.cloudflare.token("no-routes", false, "scripts", "zones");
        has(found("no-routes", plan(DeployTargets.route("r.example.com/*", null)), Weight.BLOCKS),
            "cannot list the routes of example.com", "Zone > Workers Routes > Edit");
        bench.cloudflare.token("no-dns", false, "scripts", "zones", "routes");
        has(found("no-dns", plan(DeployTargets.route("r.example.com/*", null)), Weight.TELLS),
            "could not be seen", "Zone > DNS > Read");
    }

    // ── Targets ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void theLongestZoneThatFitsIsTaken() throws Exception {
        for (int i = 0; i < 130; i++) bench.cloudflare.account.zone("zone" + i + ".example.net");
        bench.cloudflare.account.zone("co.uk.example");
        bench.cloudflare.account.zone("deep.example.com");
        var found = Preflight.of(bench.api(), plan(new DeployTargets(false, List.of(
            new DeployTargets.RouteTarget("a.b.deep.example.com/*", null),
            new DeployTargets.RouteTarget("router.zone129.example.net/*", null),
            new DeployTargets.RouteTarget("notexample.com/*", null)), List.of())));
        assertEquals(List.of("deep.example.com", "zone129.example.net"),
            found.routes().stream().map(route -> route.zone().name()).toList());
        has(found.findings().stream().map(DeployFinding::describe).toList(), "no zone of the account has the host "
            + "notexample.com", "zones that the token sees: ", "and 123 more");
    }

    @Test
    void aRouteOfAnotherWorkerIsRefused() throws Exception {
        bench.cloudflare.account.route("example.com", "r.example.com/*", "blog");
        has(found(DeployTargets.route("r.example.com/*", "example.com"), Weight.BLOCKS),
            "leads to the Worker \"blog\" now");
    }

    @Test
    void aRouteThatCountsMoreThanTheCustomDomainIsSaid() throws Exception {
        var target = DeployTargets.domain("own.example.com", false);
        bench.cloudflare.account.route("example.com", "other.example.com/*", "blog");
        bench.cloudflare.account.route("example.com", "*.own.example.com/*", "blog");
        assertEquals(List.of(), found(target, Weight.WARNS));
        bench.cloudflare.account.route("example.com", "own.example.com/v1/*", "blog");
        bench.cloudflare.account.route("example.com", "*.example.com/x", null);
        bench.cloudflare.account.route("example.com", "*example.com/*", "all");
        List<String> warned = found(target, Weight.WARNS);
        assertEquals(3, warned.size(), warned.toString());
        has(warned, "the route own.example.com/v1/* leads to the Worker \"blog\" and counts more than the custom "
            + "domain own.example.com");
        has(warned, "the route *.example.com/x keeps requests from all Workers");
        has(warned, "the route *example.com/* leads to the Worker \"all\"");
        bench.cloudflare.token("no-routes", false, "scripts", "zones", "dns");
        assertEquals(List.of(), found("no-routes", plan(target), Weight.BLOCKS));
    }

    @Test
    void aRouteOfAnotherWorkerForAPartOfThePathsIsSaid() throws Exception {
        bench.cloudflare.account.record("example.com", "AAAA", "r.example.com", "100::", true);
        bench.cloudflare.account.route("example.com", "*.example.com/*", "blog"); // counts less
        assertEquals(List.of(), found(DeployTargets.route("r.example.com/*", null), Weight.WARNS));
        bench.cloudflare.account.route("example.com", "r.example.com/v1/models", "blog");
        has(found(DeployTargets.route("r.example.com/*", null), Weight.WARNS), "the route r.example.com/v1/models "
            + "leads to the Worker \"blog\" and counts more than the route r.example.com/*");
    }

    @Test
    void aRouteNeedsAProxiedDnsRecord() throws Exception {
        var target = DeployTargets.route("r.example.com/*", "example.com");
        has(found(target, Weight.WARNS), "r.example.com has no DNS record", "AAAA r.example.com 100::");
        bench.cloudflare.account.record("example.com", "A", "r.example.com", "192.0.2.1", false);
        has(found(target, Weight.WARNS), "is not proxied", "r.example.com A 192.0.2.1 (DNS only)");
        bench.cloudflare.account.record("example.com", "CNAME", "*.example.com", "example.com", true);
        assertEquals(List.of(), found(DeployTargets.route("other.example.com/*", "example.com"), Weight.WARNS));
    }

    @Test
    void wrongTargetsAreRefused() throws Exception {
        has(found(DeployTargets.NONE, Weight.BLOCKS), "no address", "--workers-dev");
        has(found(DeployTargets.route("/*", "example.com"), Weight.BLOCKS), "is not a pattern of a route");
        has(found(DeployTargets.route("r.example.com/*", "example.org"), Weight.BLOCKS),
            "the account has no zone example.org");
        has(found(DeployTargets.route("r.other.net/*", "example.com"), Weight.BLOCKS),
            "r.other.net does not belong to the zone example.com");
        has(found(DeployTargets.route("r.example.com/llm/*", "example.com"), Weight.WARNS), "only a part of the host");
        has(found(DeployTargets.domain("r", false), Weight.BLOCKS), "\"r\" is not a host name");
    }

    @Test
    void anAccountWithoutANameBelowWorkersDevIsSaid() throws Exception {
        bench.cloudflare.account.subdomain = null;
        has(found(DeployTargets.WORKERS_DEV, Weight.BLOCKS), "the account has no name below workers.dev");
    }

    // ── The plan itself ────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void settingsAreCheckedBeforeAnythingIsSent() throws Exception {
        bench.var("LLM_ROUTER_UPSTREAM_TIMEOUT_MS", "soon");
        bench.var("LLM_ROUTER_MASTER_KEY", "in-the-open");
        bench.var("LLM_ROUTER_CONFIG_JSON_2", "{}");
        bench.var("LLM_ROUTER_LOGG", "debug");
        bench.var("LONG", "x".repeat(6_000));
        bench.var("NOT A NAME", "1");
        bench.var("OPENAI_API_KEY", "sk-1");
        DeployPlan plan = plan(DeployTargets.WORKERS_DEV);
        List<String> blocks = found(CloudflareDouble.TOKEN, plan, Weight.BLOCKS);
        has(blocks, "LLM_ROUTER_UPSTREAM_TIMEOUT_MS=soon cannot be used");
        has(blocks, "LLM_ROUTER_MASTER_KEY is set by the deployment itself", "in the open");
        has(blocks, "LLM_ROUTER_CONFIG_JSON_2 is set by the deployment itself");
        has(blocks, "LONG is longer than the 5 KB");
        has(blocks, "\"NOT A NAME\" cannot be the name of a variable");
        has(found(CloudflareDouble.TOKEN, plan, Weight.WARNS), "OPENAI_API_KEY looks like a secret", "in the open");
        has(found(CloudflareDouble.TOKEN, plan, Weight.WARNS), "LLM_ROUTER_LOGG is not a setting", "LLM_ROUTER_LOG?");
        assertFalse(blocks.toString().contains("in-the-open"), blocks.toString());
    }

    @Test
    void settingsWithoutEffectAreSaid() throws Exception {
        bench.var("LLM_ROUTER_PORT", "8787");
        bench.var("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "2");
        bench.var("LLM_ROUTER_ALLOWED_IPS", "192.0.2.1");
        bench.var("LLM_ROUTER_STATE_BACKEND", "file");
        bench.var("CF_API_TOKEN", "in-the-open");
        String json = config(KEY, "m", 0);
        DeployPlan plan = plan(DeployTargets.WORKERS_DEV);
        has(found(CloudflareDouble.TOKEN, plan, Weight.BLOCKS), "CF_API_TOKEN would be given to the Worker");
        assertEquals(List.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS has no effect in a Worker without durable state; deploy "
            + "with --durable-state, or remove it", "LLM_ROUTER_PORT has no effect in a hosted gateway; remove it",
            "LLM_ROUTER_STATE_BACKEND has no effect in a hosted gateway; remove it"),
            found(CloudflareDouble.TOKEN, plan, Weight.WARNS));
        DeployPlan durable = bench.plan(json, DeployTargets.WORKERS_DEV, null, true);
        assertEquals(2, found(CloudflareDouble.TOKEN, durable, Weight.WARNS).size());
    }

    @Test
    void aWorkerWithoutAnyKeyIsRefused() throws Exception {
        DeployPlan plan = bench.plan(config(KEY, "m", 0).replace("\"masterKey\":\"" + KEY + "\",", ""));
        has(found(CloudflareDouble.TOKEN, plan, Weight.BLOCKS), "there is no master key");
    }

    @Test
    void aProgramWithoutTheWorkerSaysSo() throws Exception {
        bench.modules = null;
        has(found(DeployTargets.WORKERS_DEV, Weight.BLOCKS), "built without the Worker", "./build.sh dist");
    }

    @Test
    void limitsOfTheAccountAreSaid() throws Exception {
        DeployPlan large = bench.plan(config(KEY, "m", 330_000));
        has(found(CloudflareDouble.TOKEN, large, Weight.WARNS), "more than the 64 of the free plan");
        DeployPlan tooLarge = bench.plan(config(KEY, "m", 700_000));
        has(found(CloudflareDouble.TOKEN, tooLarge, Weight.BLOCKS), "more than the 128 that Cloudflare allows");
    }
}
