package llmrouter.deploy;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.deploy.CloudflareDouble.Trouble;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.api.ApiLimits;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.Deployment;
import llmrouter.deploy.steps.Preflight;

import static llmrouter.deploy.DeployBench.KEY;
import static llmrouter.deploy.DeployBench.UPLOAD;
import static llmrouter.deploy.DeployBench.WORKER;
import static llmrouter.deploy.DeployBench.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeployFaultsTest {
    private static final DeployTargets TARGETS = new DeployTargets(true,
        List.of(new RouteTarget("router.example.com/*", "example.com")),
        List.of(new DomainTarget("own.example.com", null, false)));
    private static final String SECRET = "DELETE "
        + "/accounts/acc1/workers/scripts/llm-router/secrets/LLM_ROUTER_CONFIG_JSON_";
    private static final List<String> AFTER_THE_UPLOAD = List.of(
        "GET /accounts/acc1/workers/scripts/llm-router/settings", SECRET + "2", SECRET + "3",
        "POST /accounts/acc1/workers/scripts/llm-router/subdomain", "GET /zones/zone-example.com/workers/routes",
        "POST /zones/zone-example.com/workers/routes", "PUT /accounts/acc1/workers/domains");

    private DeployBench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new DeployBench();
        bench.cloudflare.account.record("example.com", "AAAA", "router.example.com", "100::", true);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private DeployPlan plan(String model) {
        return bench.plan(config(KEY, model, 0), TARGETS, null, false);
    }

    static Stream<Arguments> faultsAfterTheUpload() {
        return AFTER_THE_UPLOAD.stream().flatMap(call -> Stream.of(Trouble.ERROR, Trouble.CUT_BEFORE, Trouble.CUT_AFTER)
            .map(trouble -> Arguments.of(call, trouble)));
    }

    /// Each attempt of a call goes wrong: the new version is live, the result says so, and the same again goes on.
    @ParameterizedTest
    @MethodSource("faultsAfterTheUpload")
    void aStepThatFailsAfterTheUploadIsSaidAndDoneByTheNextRun(String call, Trouble trouble) throws Exception {
        bench.deploy(config(KEY, "old", 12_000));
        DeployPlan plan = plan("new");
        Preflight found = Preflight.of(bench.api(), plan);
        assertFalse(found.isBlocked(), found.findings().toString());
        bench.cloudflare.fault(trouble, call, 9);
        DeployResult result = Deployment.run(bench.api(), plan, found, bench.events::add, DeployBench.LIVE);
        assertEquals(plan.deployment(), bench.cloudflare.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
        boolean settled = trouble == Trouble.CUT_AFTER && call.startsWith("POST /zones");
        assertEquals(settled ? Outcome.DONE : Outcome.PARTLY, result.outcome(), result.toString());
        if (!settled) {
            assertTrue(result.failure().startsWith("cannot "), result.failure());
            assertTrue(result.resume().contains("Run the same command again"), result.resume());
        }
        bench.cloudflare.heal();
        DeployPlan again = plan("new");
        DeployResult second = bench.run(again);
        assertEquals(Outcome.DONE, second.outcome(), second.toString());
        assertEquals(again.deployment(), bench.cloudflare.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
        assertEquals(List.of("LLM_ROUTER_CONFIG_JSON"), bench.cloudflare.live(WORKER).secrets());
        assertEquals(1, bench.cloudflare.account.routes.size());
        assertEquals(1, bench.cloudflare.account.domains.size());
    }

    @ParameterizedTest
    @EnumSource(value = Trouble.class, names = {"ERROR", "CUT_BEFORE"})
    void anUploadThatFailsChangesNothing(Trouble trouble) throws Exception {
        bench.deploy(config(KEY, "old", 0));
        LiveWorker before = bench.cloudflare.live(WORKER);
        bench.cloudflare.fault(trouble, UPLOAD, 9);
        DeployResult result = bench.run(plan("new"));
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertEquals(List.of("nothing was changed: the running version is as it was"), result.live());
        assertEquals(before, bench.cloudflare.live(WORKER));
        assertEquals(0, bench.cloudflare.account.routes.size());
        bench.cloudflare.heal();
        assertEquals(Outcome.DONE, bench.run(plan("new")).outcome());
    }

    @Test
    void anUploadThatTheApiRefusesChangesNothing() throws Exception {
        bench.modules = new WorkerModules(DeployBench.bytes("shim"), DeployBench.bytes("core"));
        DeployPlan plan = plan("m");
        Preflight found = Preflight.of(bench.api(), plan);
        bench.cloudflare.account.subdomain = null;
        DeployResult result = Deployment.run(bench.api(), plan, found, bench.events::add, DeployBench.LIVE);
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertTrue(result.failure().contains("code 10063"), result.failure());
        assertEquals("Correct that, then run the same command again.", result.resume());
        assertNull(bench.cloudflare.live(WORKER));
    }

    @Test
    void anUploadWhoseAnswerIsLostIsSeenInTheAccount() throws Exception {
        bench.cloudflare.fault(Trouble.CUT_AFTER, UPLOAD, 9);
        DeployPlan plan = plan("m");
        DeployResult result = bench.run(plan);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals(plan.deployment(), bench.cloudflare.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
    }

    /// The class of Durable Objects is made by the first upload; the same upload again would be refused.
    @ParameterizedTest
    @EnumSource(value = Trouble.class, names = {"CUT_BEFORE", "CUT_AFTER"})
    void anUploadThatMakesTheClassIsNotDoneTwice(Trouble trouble) throws Exception {
        bench.cloudflare.fault(trouble, UPLOAD, 1);
        DeployPlan plan = bench.plan(config(KEY, "m", 0), DeployTargets.WORKERS_DEV, null, true);
        DeployResult result = bench.run(plan);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals(1, bench.cloudflare.account.workers.get(WORKER).versions.size());
        assertEquals("v1", bench.cloudflare.account.workers.get(WORKER).tag);
    }

    @Test
    void whatCannotBeKnownIsSaidToBeUnknown() throws Exception {
        DeployPlan plan = plan("m");
        Preflight found = Preflight.of(bench.api(), plan);
        bench.cloudflare.fault(Trouble.CUT_AFTER, UPLOAD, 9);
        bench.cloudflare.fault(Trouble.CUT_BEFORE, "GET /accounts/acc1/workers/scripts", 9);
        DeployResult result = Deployment.run(bench.api(), plan, found, bench.events::add, DeployBench.LIVE);
        assertEquals(Outcome.UNKNOWN, result.outcome());
        bench.cloudflare.heal();
        assertEquals(Outcome.DONE, bench.run(plan("m")).outcome());
    }

    @Test
    void anApiThatIsSilentIsNotWaitedForLong() throws Exception {
        DeployPlan plan = plan("m");
        Preflight found = Preflight.of(bench.api(), plan);
        bench.cloudflare.fault(Trouble.STALL, UPLOAD, 9);
        var api = bench.api(CloudflareDouble.TOKEN, new ApiLimits(200, 200, 2, 5, 20));
        DeployResult result = Deployment.run(api, plan, found, bench.events::add, DeployBench.LIVE);
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertTrue(result.failure().contains("answer came within"), result.failure());
    }

    @Test
    void oneTroubleOfTheApiIsNotEvenNoticed() throws Exception {
        for (String call : AFTER_THE_UPLOAD) bench.cloudflare.fault(Trouble.ERROR, call, 1);
        bench.cloudflare.fault(Trouble.CUT_BEFORE, UPLOAD, 1);
        assertEquals(Outcome.DONE, bench.run(plan("m")).outcome());
    }
}
