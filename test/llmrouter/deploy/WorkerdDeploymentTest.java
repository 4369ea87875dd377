package llmrouter.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.deploy.CloudflareDouble.Trouble;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.KeyRotation;
import llmrouter.deploy.steps.WorkerRemoval;
import llmrouter.deploy.steps.WorkerRollback;

import static llmrouter.deploy.CloudflareDouble.ACCOUNT;
import static llmrouter.deploy.DeployBench.KEY;
import static llmrouter.deploy.DeployBench.LIVE;
import static llmrouter.deploy.DeployBench.UPLOAD;
import static llmrouter.deploy.DeployBench.WORKER;
import static llmrouter.deploy.DeployBench.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The same steps with what was uploaded running in workerd: each is shown by what the live Worker answers. The modules
/// are a small stand-in that reads its bindings as the gateway does.
class WorkerdDeploymentTest {
    private static final String NEW_KEY = "New-key-of-the-worker-123";
    private static final String SHIM = """
        import { core } from "./gateway.mjs";
        const configuration = (env) => {
          let json = "";
          for (let n = 1; n <= Number(env.LLM_ROUTER_CONFIG_PARTS); n++) {
            json += env["LLM_ROUTER_CONFIG_JSON" + (n === 1 ? "" : "_" + n)];
          }
          return JSON.parse(json);
        };
        export default {
          async fetch(request, env) {
            const path = new URL(request.url).pathname;
            const headers = { "x-llm-router-deployment": env.LLM_ROUTER_DEPLOYMENT, "x-core": core };
            if (path === "/health") return new Response('{"status":"ok"}', { headers });
            const config = configuration(env);
            const key = env.LLM_ROUTER_MASTER_KEY ?? config.masterKey;
            if (request.headers.get("authorization") !== "Bearer " + key) return new Response("no", { status: 401 });
            const objects = env.LLM_ROUTER_STATE;
            if (path === "/count") return objects.get(objects.idFromName("all")).fetch(request);
            return new Response(config.providers[0].models.join());
          }
        };
        export class RoutingState {
          constructor(state) { this.storage = state.storage; }
          async fetch() {
            const count = ((await this.storage.get("count")) ?? 0) + 1;
            await this.storage.put("count", count);
            return new Response(String(count));
          }
        }
        """;

    @TempDir
    Path folder;
    private DeployBench bench;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(WorkerdRuntime.binary() != null, "WORKERD names no binary of workerd");
        bench = new DeployBench(new WorkerdRuntime(WorkerdRuntime.binary(), folder));
        bench.modules = new WorkerModules(DeployBench.bytes(SHIM), DeployBench.bytes("export const core = 'core';"));
    }

    @AfterEach
    void end() {
        http.close();
        if (bench != null) bench.close();
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(bench.runtime.url(WORKER) + path))
            .header("authorization", "Bearer " + key).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String models() throws Exception {
        return get("/v1/models", KEY).body();
    }

    @Test
    void aFirstAndASecondDeploymentAnswer() throws Exception {
        DeployPlan plan = bench.plan(config(KEY, "first", 0));
        DeployResult result = bench.run(plan);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals("first", models());
        assertEquals("core", get("/health", "").headers().firstValue("x-core").orElse(""));
        assertEquals(plan.deployment(),
            get("/health", "").headers().firstValue("x-llm-router-deployment").orElse(""));
        assertEquals(401, get("/v1/models", "wrong").statusCode());
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "second", 0)).outcome());
        assertEquals("second", models());
    }

    @Test
    void aConfigurationOfThirtyKilobytesAnswersAndThenASmallerOne() throws Exception {
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "large", 30_000)).outcome());
        assertEquals("large", models());
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "small", 0)).outcome());
        assertEquals("small", models());
    }

    @Test
    void anUploadThatFailsLeavesTheRunningWorker() throws Exception {
        bench.deploy(config(KEY, "first", 0));
        bench.cloudflare.fault(Trouble.CUT_BEFORE, UPLOAD, 9);
        assertEquals(Outcome.UNCHANGED, bench.deploy(config(KEY, "second", 0)).outcome());
        assertEquals("first", models());
        bench.cloudflare.heal();
        bench.cloudflare.fault(Trouble.CUT_AFTER, UPLOAD, 9);
        assertEquals(Outcome.DONE, bench.deploy(config(KEY, "second", 0)).outcome());
        assertEquals("second", models());
    }

    /// At each step the connection breaks, before the call has taken effect or after it; then the same is run again.
    @ParameterizedTest
    @CsvSource({"PUT /accounts/acc1/workers/scripts/llm-router",
        "DELETE /accounts/acc1/workers/scripts/llm-router/secrets/LLM_ROUTER_CONFIG_JSON_2",
        "POST /accounts/acc1/workers/scripts/llm-router/subdomain", "POST /zones/zone-example.com/workers/routes",
        "PUT /accounts/acc1/workers/domains"})
    void aCutAtAnyStepLeavesAGatewayThatAnswersAndTheNextRunEndsIt(String call) throws Exception {
        var targets = new DeployTargets(true, List.of(new RouteTarget("r.example.com/*", null)),
            List.of(new DomainTarget("own.example.com", null, false)));
        for (Trouble trouble : List.of(Trouble.CUT_BEFORE, Trouble.CUT_AFTER)) {
            bench.deploy(config(KEY, "old", 6_000));
            bench.cloudflare.account.routes.clear();
            bench.cloudflare.account.domains.clear();
            bench.cloudflare.account.records.clear();
            bench.cloudflare.fault(trouble, call, 9);
            String model = "new-" + trouble;
            DeployPlan plan = bench.plan(config(KEY, model, 0), targets, null, false);
            boolean unchanged = bench.run(plan).outcome() == Outcome.UNCHANGED;
            assertEquals(call.equals(UPLOAD) && trouble == Trouble.CUT_BEFORE, unchanged);
            assertEquals(unchanged ? "old" : model, models());
            bench.cloudflare.heal();
            assertEquals(Outcome.DONE, bench.run(bench.plan(config(KEY, model, 0), targets, null, false)).outcome());
            assertEquals(model, models());
        }
    }

    @Test
    void theKeyIsRotatedAndTheEarlierVersionComesBackOnlyWhenAsked() throws Exception {
        bench.deploy(config(KEY, "first", 0));
        bench.deploy(config(KEY, "second", 0));
        String url = bench.runtime.url(WORKER);
        DeployResult rotated = KeyRotation.of(bench.api(), ACCOUNT, WORKER, NEW_KEY, KEY, url)
            .run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.DONE, rotated.outcome(), rotated.toString());
        assertEquals(401, get("/v1/models", KEY).statusCode());
        assertEquals("second", get("/v1/models", NEW_KEY).body());
        WorkerRollback back = WorkerRollback.of(bench.api(), ACCOUNT, WORKER, null);
        assertEquals(Outcome.UNCHANGED, back.run(bench.api(), false, url, bench.events::add, LIVE).outcome());
        assertEquals("second", get("/v1/models", NEW_KEY).body());
        assertEquals(Outcome.DONE, back.run(bench.api(), true, url, bench.events::add, LIVE).outcome());
        assertEquals("first", models());
    }

    @Test
    void durableStateOutlivesEachVersionAndGoesWithTheWorker() throws Exception {
        for (int i = 1; i <= 3; i++) {
            DeployPlan plan = bench.plan(config(KEY, "m" + i, 0), DeployTargets.WORKERS_DEV, null, true);
            assertEquals(Outcome.DONE, bench.run(plan).outcome());
            assertEquals(String.valueOf(i), get("/count", KEY).body());
        }
        WorkerRemoval removal = WorkerRemoval.of(bench.api(), ACCOUNT, WORKER);
        assertTrue(removal.run(bench.api(), bench.events::add).isDone());
        assertThrows(IOException.class, () -> get("/health", ""));
    }
}
