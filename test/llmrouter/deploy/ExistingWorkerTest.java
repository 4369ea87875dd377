package llmrouter.deploy;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import llmrouter.deploy.CloudflareDouble.Trouble;
import llmrouter.deploy.DeployFinding.Weight;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.steps.DeployListener;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.DeployStep;
import llmrouter.deploy.steps.KeyRotation;
import llmrouter.deploy.steps.Preflight;
import llmrouter.deploy.steps.WorkerRemoval;
import llmrouter.deploy.steps.WorkerRollback;
import llmrouter.json.Json;

import static llmrouter.deploy.CloudflareDouble.ACCOUNT;
import static llmrouter.deploy.DeployBench.KEY;
import static llmrouter.deploy.DeployBench.LIVE;
import static llmrouter.deploy.DeployBench.WORKER;
import static llmrouter.deploy.DeployBench.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A Worker that is there: its key is changed, it goes back to an earlier version, it is deleted.
class ExistingWorkerTest {
    private static final String NEW_KEY = "New-key-of-the-worker-123";
    private static final String SECRETS = "PUT /accounts/acc1/workers/scripts/llm-router/secrets";
    private static final String DEPLOYMENTS = "POST /accounts/acc1/workers/scripts/llm-router/deployments";

    private DeployBench bench;
    private String url;

    @BeforeEach
    void begin() throws Exception {
        bench = new DeployBench();
        url = bench.runtime.url(WORKER);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private KeyRotation rotation(String oldKey) throws Exception {
        return KeyRotation.of(bench.api(), ACCOUNT, WORKER, NEW_KEY, oldKey, url);
    }

    private WorkerRollback rollback() throws Exception {
        return WorkerRollback.of(bench.api(), ACCOUNT, WORKER, null);
    }

    private DeployResult back(WorkerRollback rollback, boolean oldKeyToo) throws Exception {
        return rollback.run(bench.api(), oldKeyToo, url, bench.events::add, LIVE);
    }

    private String model() {
        String json = bench.cloudflare.live(WORKER).configuration();
        return ((Json.Obj) Json.parse(json)).objects("providers").getFirst().texts("models").getFirst();
    }

    // ── The master key ─────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void theNewKeyWorksAtOnceAndTheOldOneDoesNot() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        KeyRotation rotation = rotation(KEY);
        assertTrue(rotation.ours() && !rotation.replaces());
        DeployResult result = rotation.run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertTrue(result.live().contains("the earlier key is refused"), result.toString());
        assertTrue(result.live().getFirst().endsWith(KeyRotation.fingerprint(NEW_KEY)));
        assertTrue(rotation(null).replaces());
        assertFalse((result + " " + rotation + bench.events).contains(NEW_KEY));
    }

    /// W7b of the predecessor: a leaked key came back with the next deployment.
    @Test
    void aLaterDeploymentDoesNotBringTheLeakedKeyBack() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        rotation(KEY).run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "other", 0)).outcome());
        // the leaked one is not the key that holds
        assertFalse(KeyRotation.of(bench.api(), ACCOUNT, WORKER, NEW_KEY, KEY, url).oldHolds());
        assertTrue(KeyRotation.of(bench.api(), ACCOUNT, WORKER, KEY, NEW_KEY, url).oldHolds());
    }

    @Test
    void onlyTheKeyThatTheGatewayTookIsCalledTheEarlierOne() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        rotation(KEY).run(bench.api(), bench.events::add, LIVE);
        KeyRotation next = KeyRotation.of(bench.api(), ACCOUNT, WORKER, "Third-key-of-the-worker-4", KEY, url);
        assertFalse(next.oldHolds());
        DeployResult result = next.run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertFalse(result.live().contains("the earlier key is refused"), result.toString());
        assertTrue(bench.events.toString().contains("the earlier key is not known here"), bench.events.toString());
    }

    @Test
    void aKeyThatTheOldGatewayStillTakesIsSaid() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        var elsewhere = KeyRotation.of(bench.api(), ACCOUNT, WORKER, NEW_KEY, KEY, bench.runtime.url("gone"));
        DeployResult result = elsewhere.run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.UNPROVEN, result.outcome());
        assertTrue(result.failure().contains("status 404"), result.failure());
    }

    @Test
    void aKeyThatCouldNotBeSetLeavesTheOldOne() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        bench.cloudflare.token("read-only", false, "memberships");
        bench.cloudflare.fault(Trouble.CUT_BEFORE, SECRETS, 9);
        DeployResult result = rotation(KEY).run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.UNKNOWN, result.outcome()); // the values of secrets cannot be read
        assertNull(bench.cloudflare.live(WORKER).text("LLM_ROUTER_MASTER_KEY"));
        bench.cloudflare.heal();
        assertEquals(Outcome.DONE, rotation(KEY).run(bench.api(), bench.events::add, LIVE).outcome());
    }

    @Test
    void aWorkerThatIsNotThereHasNoKey() throws Exception {
        assertFalse(rotation(null).exists());
        assertEquals(List.of(), bench.cloudflare.changes());
    }

    // ── Back to an earlier version ─────────────────────────────────────────────────────────────────────────────────

    @Test
    void theEarlierDeploymentComesBackWithItsConfiguration() throws Exception {
        bench.deploy(config(KEY, "old", 12_000));
        String before = bench.cloudflare.live(WORKER).text("LLM_ROUTER_DEPLOYMENT");
        bench.deploy(config(KEY, "new", 0)); // its old pieces are deleted, so it has several versions
        assertEquals("new", model());
        WorkerRollback rollback = rollback();
        assertFalse(rollback.isBlocked(), rollback.findings().toString());
        assertTrue(rollback.findings().toString().contains("comes back with all its keys"));
        DeployResult result = back(rollback, false);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals("old", model());
        assertEquals(before, bench.cloudflare.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
        assertTrue(result.live().getFirst().contains("version 1 ("), result.toString());
    }

    @Test
    void aKeyThatWasReplacedDoesNotComeBackUnasked() throws Exception {
        bench.deploy(config(KEY, "old", 0));
        bench.deploy(config(KEY, "new", 0));
        rotation(KEY).run(bench.api(), bench.events::add, LIVE);
        DeployResult refused = back(rollback(), false);
        assertEquals(Outcome.UNCHANGED, refused.outcome());
        assertTrue(refused.failure().contains("the earlier key would work again"), refused.failure());
        assertEquals("new", model());
        assertEquals(Outcome.DONE, back(rollback(), true).outcome());
        assertEquals("old", model());
        assertNull(bench.cloudflare.live(WORKER).text("LLM_ROUTER_MASTER_KEY"));
    }

    @Test
    void aReplacedKeyOfItsOwnDoesNotComeBackUnasked() throws Exception {
        String first = "First-key-of-the-worker-1";
        bench.run(bench.plan(config(KEY, "old", 0), DeployTargets.WORKERS_DEV, first, false));
        bench.run(bench.plan(config(KEY, "new", 0), DeployTargets.WORKERS_DEV, NEW_KEY, false));
        DeployResult refused = back(rollback(), false);
        assertEquals(Outcome.UNCHANGED, refused.outcome());
        assertEquals(NEW_KEY, bench.cloudflare.live(WORKER).text("LLM_ROUTER_MASTER_KEY"));
        assertEquals(Outcome.DONE, back(rollback(), true).outcome());
        assertEquals(first, bench.cloudflare.live(WORKER).text("LLM_ROUTER_MASTER_KEY"));
    }

    @Test
    void versionsBeforeTheDurableStateAreOutOfReach() throws Exception {
        bench.deploy(config(KEY, "old", 0));
        bench.run(bench.plan(config(KEY, "new", 0), DeployTargets.WORKERS_DEV, null, true));
        WorkerRollback rollback = rollback();
        assertTrue(rollback.isBlocked());
        assertTrue(rollback.findings().toString().contains("does not roll back over that"));
    }

    @Test
    void aFirstDeploymentHasNothingBeforeIt() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        WorkerRollback rollback = rollback();
        assertNull(rollback.target());
        assertTrue(rollback.isBlocked());
        String id = rollback.live().id();
        assertTrue(WorkerRollback.of(bench.api(), ACCOUNT, WORKER, id).isBlocked()); // is live already
    }

    @Test
    void aRefusedRollbackIsNotToBeRepeatedAndNamesItsFlag() throws Exception {
        bench.deploy(config(KEY, "old", 0));
        bench.deploy(config(KEY, "new", 0));
        rotation(KEY).run(bench.api(), bench.events::add, LIVE);
        DeployResult refused = back(rollback(), false);
        assertEquals("", refused.resume());
        assertTrue(refused.failure().contains("--allow-earlier-master-key"), refused.failure());
        assertTrue(refused.failure().contains("'llm-router worker-key --generate-master-key --worker-name=llm-router "
            + "--account-id=acc1'"), refused.failure());
    }

    @Test
    void aWorkerThatIsNotThereHasNoVersions() throws Exception {
        WorkerRollback rollback = WorkerRollback.of(bench.api(), ACCOUNT, "other", null);
        assertTrue(rollback.isBlocked() && rollback.target() == null);
        assertTrue(rollback.findings().getFirst().describe().startsWith("there is no Worker \"other\" in the account"));
    }

    @Test
    void aRollbackWhoseAnswerIsLostIsSeen() throws Exception {
        bench.deploy(config(KEY, "old", 0));
        bench.deploy(config(KEY, "new", 0));
        WorkerRollback rollback = rollback();
        bench.cloudflare.fault(Trouble.ERROR, DEPLOYMENTS, 9);
        DeployResult failed = back(rollback, false);
        assertFalse(failed.isDone());
        assertEquals("new", model());
        bench.cloudflare.heal();
        bench.cloudflare.fault(Trouble.CUT_AFTER, DEPLOYMENTS, 1);
        assertEquals(Outcome.DONE, back(rollback, false).outcome());
        assertEquals("old", model());
    }

    // ── Removal, and Workers of others ─────────────────────────────────────────────────────────────────────────────

    @Test
    void aRemovalSaysWhatGoesWithItAndLeavesNothing() throws Exception {
        var targets = new DeployTargets(true, List.of(new DeployTargets.RouteTarget("r.example.com/*", null)),
            List.of(new DeployTargets.DomainTarget("own.example.com", null, false)));
        bench.run(bench.plan(config(KEY, "m", 0), targets, null, true));
        WorkerRemoval removal = WorkerRemoval.of(bench.api(), ACCOUNT, WORKER);
        String lost = String.join("\n", removal.lost());
        for (String part : List.of("https://llm-router.acme.workers.dev answers no more", "own.example.com",
            "r.example.com/* of example.com", "1 secret", "durable state")) {
            assertTrue(lost.contains(part), part + " in " + lost);
        }
        DeployResult result = removal.run(bench.api(), bench.events::add);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertNull(bench.cloudflare.live(WORKER));
        assertEquals(List.of(), bench.cloudflare.account.routes);
        assertFalse(WorkerRemoval.of(bench.api(), ACCOUNT, WORKER).exists());
    }

    @Test
    void aRemovalIsProvenWhereTheAnswerIsLost() throws Exception {
        String delete = "DELETE /accounts/acc1/workers/scripts/llm-router";
        bench.deploy(config(KEY, "m", 0));
        WorkerRemoval removal = WorkerRemoval.of(bench.api(), ACCOUNT, WORKER);
        bench.cloudflare.fault(Trouble.CUT_BEFORE, delete, 9);
        assertEquals(Outcome.UNCHANGED, removal.run(bench.api(), DeployListener.NONE).outcome());
        bench.cloudflare.heal();
        bench.cloudflare.fault(Trouble.CUT_AFTER, delete, 1);
        assertEquals(Outcome.DONE, removal.run(bench.api(), DeployListener.NONE).outcome());
    }

    @Test
    void theWorkerOfAnotherProgramIsNotReplaced() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        DoubleWorker worker = bench.cloudflare.account.workers.get(WORKER);
        CloudflareApi api = bench.api();
        for (String secret : worker.live().secrets()) worker.deleteSecret(secret);
        DeployPlan plan = bench.plan(config(KEY, "m", 0));
        Preflight found = Preflight.of(api, plan);
        assertTrue(found.isBlocked());
        assertTrue(found.findings().toString().contains("is not an llm-router"), found.findings().toString());
        assertFalse(rotation(null).ours());
        assertFalse(WorkerRemoval.of(api, ACCOUNT, WORKER).ours());
    }

    @Test
    void whatADeploymentTakesAwayIsSaid() throws Exception {
        bench.var("TEAM", "a");
        bench.run(bench.plan(config(KEY, "m", 0), DeployTargets.WORKERS_DEV, null, true));
        try (var next = new DeployBench(new NoRuntime())) {
            DeployPlan plan = next.plan(config(KEY, "m", 0));
            List<String> said = Preflight.of(bench.api(), plan).findings().stream()
                .filter(f -> f.weight() == Weight.WARNS).map(DeployFinding::what).toList();
            assertTrue(said.contains("the Worker has variables that this deployment takes away: TEAM"),
                said.toString());
            assertTrue(said.toString().contains("has durable state now"), said.toString());
        }
    }

    @Test
    void addressesThatStayAndThoseThatEndAreSaid() throws Exception {
        bench.run(bench.plan(config(KEY, "m", 0), new DeployTargets(true,
            List.of(new DeployTargets.RouteTarget("r.example.com/*", null)),
            List.of(new DeployTargets.DomainTarget("own.example.com", null, false))), null, false));
        DeployPlan other = bench.plan(config(KEY, "m", 0), DeployTargets.domain("new.example.com", false), null, false);
        assertEquals(List.of("the custom domain own.example.com belongs to this Worker too, and stays",
            "the route r.example.com/* leads to this Worker too, and stays",
            "the gateway answers at https://llm-router.acme.workers.dev now, and this deployment switches that off"),
            Preflight.of(bench.api(), other).findings().stream().filter(f -> f.subject().equals("target"))
                .map(DeployFinding::what).toList());
        assertEquals(Outcome.DONE, bench.run(other).outcome());
        DeployPlan again = bench.plan(config(KEY, "m", 0), DeployTargets.domain("new.example.com", false), null, false);
        assertFalse(Preflight.of(bench.api(), again).findings().toString().contains("switches"));
    }

    @Test
    void stepsAreTold() throws Exception {
        bench.deploy(config(KEY, "m", 0));
        bench.events.clear();
        rotation(KEY).run(bench.api(), bench.events::add, LIVE);
        assertEquals(List.of(DeployStep.SECRET, DeployStep.SECRET, DeployStep.MODELS, DeployStep.MODELS,
            DeployStep.OLD_KEY, DeployStep.OLD_KEY), bench.events.stream().map(event -> event.step()).toList());
    }
}
