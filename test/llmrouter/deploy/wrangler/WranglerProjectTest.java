package llmrouter.deploy.wrangler;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.payload.HostedPayload;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WranglerProjectTest {
    private static final DeployTargets TARGETS = new DeployTargets(false, List.of(new RouteTarget("r.example.com/*",
        "example.com")), List.of(new DomainTarget("own.example.com", null, false)));
    @TempDir
    Path home;

    private static DeployPlan plan() {
        var payload = new HostedPayload("{\"a\":1}", List.of("{\"a\"", ":1}"), "key-of-the-config", true, List.of());
        var modules = new WorkerModules("shim".getBytes(StandardCharsets.UTF_8),
            "core".getBytes(StandardCharsets.UTF_8));
        return new DeployPlan("acc1", "my-router", payload, modules, "Own \"key\"", Map.of("ENVIRONMENT", "pro\"d"),
            TARGETS, true, null, List.of("nodejs_compat"), "id-1", null);
    }

    @Test
    void theProjectHasAllThatADeploymentHas() throws Exception {
        Path folder = home.resolve("new/project");
        WranglerProject project = WranglerProject.write(folder, plan());
        assertEquals(List.of(".gitignore", "secrets.json", "worker.mjs", "gateway.mjs", "wrangler.toml"),
            project.written().stream().map(file -> file.getFileName().toString()).toList());
        assertEquals("shim", Files.readString(folder.resolve("worker.mjs")));
        assertEquals("npx wrangler deploy --secrets-file secrets.json", project.next().getFirst());
        var read = WranglerFile.in(folder, null);
        assertEquals(List.of(), read.findings());
        assertEquals("my-router", read.name());
        assertEquals(TARGETS, read.targets());
        assertEquals(Map.of("ENVIRONMENT", "pro\"d", "LLM_ROUTER_CONFIG_PARTS", "2", "LLM_ROUTER_DEPLOYMENT", "id-1"),
            read.vars());
        assertEquals(List.of("enable_request_signal", "nodejs_compat"), read.compatibilityFlags());
        assertTrue(read.durableState());
        assertTrue(Files.readString(folder.resolve("wrangler.toml")).contains("new_sqlite_classes = "
            + "[\"RoutingState\"]"));
    }

    @Test
    void onlyTheOwnerReadsTheSecretsAndTheyAreInOneFile() throws Exception {
        WranglerProject.write(home, plan());
        Path secrets = home.resolve("secrets.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)));
        var read = (Obj) Json.parse(Files.readString(secrets));
        assertEquals("{\"a\"", read.text("LLM_ROUTER_CONFIG_JSON"));
        assertEquals(":1}", read.text("LLM_ROUTER_CONFIG_JSON_2"));
        assertEquals("Own \"key\"", read.text("LLM_ROUTER_MASTER_KEY"));
        for (String other : List.of("wrangler.toml", "worker.mjs")) {
            assertFalse(Files.readString(home.resolve(other)).contains("Own"), other);
        }
        assertEquals("secrets.json\n", Files.readString(home.resolve(".gitignore")));
    }

    @Test
    void itsOwnFilesAreWrittenAgainAndThoseOfOthersAreNot() throws Exception {
        WranglerProject.write(home, plan());
        WranglerProject.write(home, plan());
        for (String name : List.of("wrangler.toml", "worker.mjs", ".gitignore")) {
            Path folder = Files.createDirectories(home.resolve("of-" + name));
            Files.writeString(folder.resolve(name), "not ours");
            var error = assertThrows(FileError.class, () -> WranglerProject.write(folder, plan()));
            assertTrue(error.getMessage().contains(name + ": there is such a file that llm-router did not write"),
                error.getMessage());
            assertEquals("not ours", Files.readString(folder.resolve(name)));
            try (var files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
        }
    }
}
