package llmrouter.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Settings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.deploy.api.ApiAccess;
import llmrouter.deploy.api.ApiLimits;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.payload.HostedPayload;
import llmrouter.deploy.steps.DeployListener;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.Deployment;
import llmrouter.deploy.steps.LiveLimits;
import llmrouter.deploy.steps.Preflight;
import llmrouter.files.Secrets;

/// A make-believe account, the API for it with short limits, and plans for a small gateway.
final class DeployBench implements AutoCloseable {
    static final String WORKER = "llm-router";
    static final String KEY = "Abcdefghijklmnopqrstuvw1";
    static final String UPLOAD = "PUT /accounts/acc1/workers/scripts/llm-router";
    static final LiveLimits LIVE = new LiveLimits(1_500, 20, 1_000);
    private static final ApiLimits LIMITS = new ApiLimits(2_000, 2_000, 2, 5, 20);

    final WorkerRuntime runtime;
    final CloudflareDouble cloudflare;
    final List<DeployListener.StepEvent> events = new ArrayList<>();
    private final List<CloudflareApi> apis = new ArrayList<>();
    private final Map<String, String> vars = new LinkedHashMap<>();
    WorkerModules modules = new WorkerModules(bytes("export default {}"), bytes("export const core = 1"));

    DeployBench() throws IOException {
        this(new NoRuntime());
    }

    DeployBench(WorkerRuntime runtime) throws IOException {
        this.runtime = runtime;
        this.cloudflare = new CloudflareDouble(runtime);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    CloudflareApi api() throws CloudflareError {
        return api(CloudflareDouble.TOKEN);
    }

    CloudflareApi api(String token) throws CloudflareError {
        return api(token, LIMITS);
    }

    CloudflareApi api(String token, ApiLimits limits) throws CloudflareError {
        Settings settings = ((ValidSettings) SettingsReader.read(_ -> null)).settings();
        CloudflareApi api = CloudflareApi.of(new ApiAccess(cloudflare.baseUrl(), token), settings, Path.of("."),
            limits);
        apis.add(api);
        return api;
    }

    void var(String name, String value) {
        vars.put(name, value);
    }

    /// A configuration with one provider.
    ///
    /// @param padding characters that its name has beside
    static String config(String key, String model, int padding) {
        return """
            {"masterKey":"%s","providers":[{"id":"p","name":"P%s","baseUrl":"https://p.example/v1","format":"openai",
            "apiKey":"sk-p","models":["%s"]}]}""".formatted(key, "x".repeat(padding), model);
    }

    HostedPayload payload(String json, boolean durable) {
        var valid = (ValidConfig) ConfigReader.read(json, "c.json");
        return HostedPayload.of(valid.config(), new Secrets(_ -> null, Path.of(".")), null,
            HostedPayload.state(vars, durable));
    }

    DeployPlan plan(String json) {
        return plan(json, DeployTargets.WORKERS_DEV, null, false);
    }

    DeployPlan plan(String json, DeployTargets targets, String masterKey, boolean durable) {
        return new DeployPlan(CloudflareDouble.ACCOUNT, WORKER, payload(json, durable), modules, masterKey, vars,
            targets,
            durable, null, List.of(), DeployPlan.newDeployment(), runtime.url(WORKER));
    }

    DeployResult run(DeployPlan plan) throws CloudflareError, InterruptedException {
        CloudflareApi api = api();
        Preflight found = Preflight.of(api, plan);
        if (found.isBlocked()) throw new IllegalStateException(found.findings().toString());
        events.clear();
        return Deployment.run(api, plan, found, events::add, LIVE);
    }

    DeployResult deploy(String json) throws CloudflareError, InterruptedException {
        return run(plan(json));
    }

    @Override
    public void close() {
        for (CloudflareApi api : apis) api.close();
        cloudflare.close();
    }
}
