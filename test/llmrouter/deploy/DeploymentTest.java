package llmrouter.deploy;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import llmrouter.deploy.steps.DeployListener.StepEvent;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.DeployStep;
import llmrouter.deploy.steps.Preflight;

import static llmrouter.deploy.DeployBench.KEY;
import static llmrouter.deploy.DeployBench.WORKER;
import static llmrouter.deploy.DeployBench.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeploymentTest {
    private DeployBench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new DeployBench();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void aFreshDeploymentIsLiveAndSeen() throws Exception {
        DeployPlan plan = bench.plan(config(KEY, "m", 0));
        DeployResult result = bench.run(plan);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals(List.of("https://llm-router.acme.workers.dev"), result.urls());
        LiveWorker live = bench.cloudflare.live(WORKER);
        assertEquals(plan.payload().json(), live.configuration());
        assertEquals(plan.deployment(), live.text("LLM_ROUTER_DEPLOYMENT"));
        assertEquals(List.of("enable_request_signal"), live.compatibilityFlags());
        assertEquals("2026-01-01", live.compatibilityDate());
        assertEquals(List.of("worker.mjs", "gateway.mjs"), List.copyOf(live.modules().keySet()));
        assertEquals("secret_text", live.bindings().get("LLM_ROUTER_CONFIG_JSON").type());
        DoubleWorker worker = bench.cloudflare.account.workers.get(WORKER);
        assertTrue(worker.workersDev);
        assertFalse(worker.previews);
        assertEquals(List.of(DeployStep.UPLOAD, DeployStep.PIECES, DeployStep.WORKERS_DEV, DeployStep.HEALTH,
            DeployStep.MODELS), stepsDone());
    }

    private List<DeployStep> stepsDone() {
        return bench.events.stream().filter(StepEvent.StepDone.class::isInstance).map(StepEvent::step).toList();
    }

    @Test
    void aSecondDeploymentTakesItsPlaceInOneCall() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        int before = bench.cloudflare.account.workers.get(WORKER).versions.size();
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "other", 0)).outcome());
        assertEquals(before + 1, bench.cloudflare.account.workers.get(WORKER).versions.size());
        assertTrue(bench.cloudflare.live(WORKER).configuration().contains("\"other\""));
    }

    @Test
    void aLargeConfigurationIsSplitAndTheOldPiecesAreDeletedByASmallerOne() throws Exception {
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "m", 30_000)).outcome());
        LiveWorker large = bench.cloudflare.live(WORKER);
        assertEquals("7", large.text("LLM_ROUTER_CONFIG_PARTS"));
        assertTrue(large.secrets().contains("LLM_ROUTER_CONFIG_JSON_7"));
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "m", 6_000)).outcome());
        assertEquals(List.of("LLM_ROUTER_CONFIG_JSON", "LLM_ROUTER_CONFIG_JSON_2"),
            bench.cloudflare.live(WORKER).secrets().stream().sorted().toList());
    }

    @Test
    void aMasterKeyOfItsOwnStaysWithLaterDeployments() throws Exception {
        String own = "Own-key-of-the-worker-123";
        DeployPlan first = bench.plan(config(KEY, "m", 0), DeployTargets.WORKERS_DEV, own, false);
        assertEquals(Outcome.DONE, bench.run(first).outcome());
        DeployPlan second = bench.plan(config(KEY, "other", 0));
        Preflight found = Preflight.of(bench.api(), second);
        assertTrue(found.keepsKey());
        assertTrue(found.findings().stream().anyMatch(f -> f.what().contains("stays and counts")));
        assertEquals(Outcome.DONE, bench.run(second).outcome());
        assertEquals(own, bench.cloudflare.live(WORKER).text("LLM_ROUTER_MASTER_KEY"));
        assertFalse(stepsDone().contains(DeployStep.MODELS)); // the key that counts is not known
    }

    @Test
    void durableStateIsMadeOnceAndByASqliteClass() throws Exception {
        String json = config(KEY, "m", 0);
        assertEquals(Outcome.DONE, bench.run(bench.plan(json, DeployTargets.WORKERS_DEV, null, true)).outcome());
        assertEquals("v1", bench.cloudflare.account.workers.get(WORKER).tag);
        assertEquals("durable_object_namespace",
            bench.cloudflare.live(WORKER).bindings().get("LLM_ROUTER_STATE").type());
        assertEquals(Outcome.DONE, bench.run(bench.plan(json, DeployTargets.WORKERS_DEV, null, true)).outcome());
        assertEquals(Outcome.DONE, bench.deploy(json).outcome());
        assertEquals(Outcome.DONE, bench.run(bench.plan(json, DeployTargets.WORKERS_DEV, null, true)).outcome());
    }

    @Test
    void aRouteIsAddedOnceAndWorkersDevIsOff() throws Exception {
        bench.cloudflare.account.record("example.com", "AAAA", "router.example.com", "100::", true);
        var targets = DeployTargets.route("router.example.com/*", "example.com");
        for (int i = 0; i < 2; i++) {
            DeployResult result = bench.run(bench.plan(config(KEY, "m", 0), targets, null, false));
            assertEquals(Outcome.DONE, result.outcome(), result.toString());
            assertEquals(List.of("https://router.example.com"), result.urls());
        }
        assertEquals(1, bench.cloudflare.account.routes.size());
        assertFalse(bench.cloudflare.account.workers.get(WORKER).workersDev);
    }

    @Test
    void addressesThatAreNotAskedForAnyMoreStayAndAreSaid() throws Exception {
        var targets = new DeployTargets(false, List.of(new DeployTargets.RouteTarget("r.example.com/*", null)),
            List.of(new DeployTargets.DomainTarget("own.example.com", null, false)));
        bench.run(bench.plan(config(KEY, "m", 0), targets, null, false));
        DeployPlan plan = bench.plan(config(KEY, "m", 0));
        String said = Preflight.of(bench.api(), plan).findings().toString();
        assertTrue(said.contains("the route r.example.com/* leads to this Worker too, and stays"), said);
        assertTrue(said.contains("the custom domain own.example.com belongs to this Worker too, and stays"), said);
        assertEquals(Outcome.DONE, bench.run(plan).outcome());
        assertEquals(1, bench.cloudflare.account.routes.size());
        bench.cloudflare.token("scoped", false, "scripts");
        assertFalse(Preflight.of(bench.api("scoped"), plan).isBlocked());
    }

    @Test
    void aCustomDomainIsTheWorkers() throws Exception {
        DeployResult result = bench.run(bench.plan(config(KEY, "m", 0),
            DeployTargets.domain("router.example.com", false), null, false));
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals(WORKER, bench.cloudflare.account.domains.getFirst().service());
        assertEquals(Outcome.DONE, bench.run(bench.plan(config(KEY, "m", 0),
            DeployTargets.domain("router.example.com", false), null, false)).outcome());
    }

    @Test
    void aDnsRecordIsReplacedOnlyWhereThatIsAllowed() throws Exception {
        bench.cloudflare.account.record("example.com", "CNAME", "router.example.com", "old.example.net", true);
        bench.cloudflare.account.record("example.com", "TXT", "router.example.com", "kept", false);
        DeployPlan refused = bench.plan(config(KEY, "m", 0), DeployTargets.domain("router.example.com", false), null,
            false);
        Preflight found = Preflight.of(bench.api(), refused);
        assertTrue(found.isBlocked());
        assertTrue(found.findings().toString().contains("router.example.com CNAME old.example.net (proxied)"));
        assertEquals(List.of(), bench.cloudflare.changes());
        DeployPlan replacing = bench.plan(config(KEY, "m", 0), DeployTargets.domain("router.example.com", true), null,
            false);
        assertEquals(Outcome.DONE, bench.run(replacing).outcome());
        assertEquals(List.of("kept", "100::"), bench.cloudflare.account.records.stream().map(r ->
            r.content()).toList());
    }

    @Test
    void aGatewayThatIsNotSeenIsNotCalledDone() throws Exception {
        bench.deploy(config(KEY, "old", 0));
        DeployPlan plan = bench.plan(config(KEY, "m", 0));
        var elsewhere = new DeployPlan(plan.accountId(), plan.worker(), plan.payload(), plan.modules(), null,
            plan.vars(),
            plan.targets(), false, null, List.of(), plan.deployment(), bench.runtime.url("another"));
        DeployResult result = bench.run(elsewhere);
        assertEquals(Outcome.UNPROVEN, result.outcome());
        assertTrue(result.failure().contains("status 404"), result.failure());
        assertTrue(result.resume().contains("'llm-router rollback --worker-name=llm-router --account-id=acc1' goes "
            + "back"), result.resume());
    }

    @Test
    void variablesOfTheProjectPassAndNoSecretIsShown() throws Exception {
        bench.var("ENVIRONMENT", "production");
        bench.var("LLM_ROUTER_LOG", "debug");
        DeployPlan plan = bench.plan(config(KEY, "m", 0), DeployTargets.WORKERS_DEV, "Own-key-of-the-worker-123",
            false);
        DeployResult result = bench.run(plan);
        assertEquals("production", bench.cloudflare.live(WORKER).text("ENVIRONMENT"));
        assertEquals("plain_text", bench.cloudflare.live(WORKER).bindings().get("LLM_ROUTER_LOG").type());
        String shown = plan + " " + plan.bindings() + " " + plan.payload() + " " + result + " " + bench.events;
        for (String secret : List.of(KEY, "Own-key", "sk-p", CloudflareDouble.TOKEN)) {
            assertFalse(shown.contains(secret), shown);
        }
        assertNull(result.failure());
    }
}
