package llmrouter.deploy.wrangler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WranglerFileTest {
    @TempDir
    Path folder;

    private WranglerFile toml(String text, String environment) throws IOException {
        Files.writeString(folder.resolve("wrangler.toml"), text);
        WranglerFile file = WranglerFile.in(folder, environment);
        assertEquals(text, Files.readString(folder.resolve("wrangler.toml"))); // it is only read
        return file;
    }

    private static String said(WranglerFile file) {
        return String.join("\n", file.findings().stream().map(DeployFinding::describe).toList());
    }

    @Test
    void aFolderWithoutAFileHasNone() {
        assertNull(WranglerFile.in(folder, null));
        assertTrue(said(WranglerFile.needed(folder, null)).startsWith("there is no configuration of wrangler in "
            + folder));
    }

    @Test
    void commasBeforeTheEndAreAllowedInJson() throws IOException {
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\": \"a,]}\\\",}\", // x,\n \"vars\": {\"A\": "
            + "[1, 2,], /* , */ },\n}\n");
        WranglerFile file = WranglerFile.in(folder, null);
        assertEquals(List.of(), file.findings());
        assertEquals("a,]}\",}", file.name());
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\": \"a\",, }");
        assertTrue(WranglerFile.in(folder, null).isBlocked());
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws IOException {
        WranglerFile missing = WranglerFile.in(folder.resolve("typo"), null);
        assertTrue(missing.isBlocked() && said(missing).startsWith("there is no folder " + folder.resolve("typo")));
        Path file = Files.writeString(folder.resolve("wrangler.toml"), "name = \"gate\"\n");
        WranglerFile plain = WranglerFile.in(file, null);
        assertTrue(plain.isBlocked() && said(plain).startsWith(file + " is not a folder; correct --project-dir"));
    }

    /// W14 of the predecessor, which read the file line by line.
    @Test
    void everyFormOfTomlIsRead() throws IOException {
        var file = toml("""
            # a comment
            name = "my-router" # behind a value
            account_id = 'acc1'
            compatibility_date = "2026-03-01"
            compatibility_flags = [
              "nodejs_compat", # one
            ]
            workers_dev = false # not there
            [vars]
            ENVIRONMENT = "production"
            LIMIT = 5
            LIST = ["a", 1]
            workers_dev = "of the vars"
            [[routes]]
            pattern = "r.example.com/*"
            zone_name = "example.com"
            [[routes]]
            pattern = "own.example.com"
            custom_domain = true
            """, null);
        assertEquals("my-router", file.name());
        assertEquals("acc1", file.accountId());
        assertEquals("2026-03-01", file.compatibilityDate());
        assertEquals(List.of("nodejs_compat"), file.compatibilityFlags());
        assertEquals(new DeployTargets(false, List.of(new RouteTarget("r.example.com/*", "example.com")),
            List.of(new DomainTarget("own.example.com", null, false))), file.targets());
        assertEquals(Map.of("ENVIRONMENT", "production", "LIMIT", "5", "LIST", "[\"a\",1]", "workers_dev",
            "of the vars"), file.vars());
        assertEquals("", said(file));
    }

    @Test
    void routesMayBeStringsAndInlineTables() throws IOException {
        var file = toml("""
            routes = ["a.example.com/*", { pattern = "b.example.com/*", zone_id = "z1" }]
            """, null);
        assertEquals(List.of(new RouteTarget("a.example.com/*", null), new RouteTarget("b.example.com/*", null, "z1")),
            file.targets().routes());
        assertEquals(List.of(new RouteTarget("c.example.com/*", null)),
            toml("route = 'c.example.com/*'", null).targets().routes());
        assertEquals(List.of(new RouteTarget("d.example.com/*", "example.com")),
            toml("route = { pattern = \"d.example.com/*\", zone_name = \"example.com\" }", null).targets().routes());
    }

    @Test
    void anEnvironmentTakesMostKeysFromTheTopLevelButNotItsVars() throws IOException {
        String text = """
            name = "router"
            compatibility_date = "2026-02-01"
            routes = ["top.example.com/*"]
            [vars]
            A = "top"
            [env.staging]
            workers_dev = true
            [env.live]
            name = "the-live-one"
            route = "live.example.com/*"
            compatibility_date = "2026-05-01"
            [env.live.vars]
            A = "live"
            """;
        var staging = toml(text, "staging");
        assertEquals("router-staging", staging.name());
        assertEquals("2026-02-01", staging.compatibilityDate());
        assertEquals(new DeployTargets(true, List.of(new RouteTarget("top.example.com/*", null)), List.of()),
            staging.targets());
        assertEquals(Map.of(), staging.vars());
        assertTrue(said(staging).contains("do not hold for the environment staging"), said(staging));
        var live = toml(text, "live");
        assertEquals("the-live-one", live.name());
        assertEquals(List.of(new RouteTarget("live.example.com/*", null)), live.targets().routes());
        assertEquals("2026-05-01", live.compatibilityDate());
        assertEquals(Map.of("A", "live"), live.vars());
        var other = toml(text, "other");
        assertEquals("router-other", other.name());
        assertTrue(said(other).contains("has no [env.other]"), said(other));
    }

    @Test
    void targetsAreToldFromSilence() throws IOException {
        assertFalse(toml("name = \"r\"", null).saysTargets());
        assertTrue(toml("workers_dev = false", null).saysTargets());
        assertTrue(toml("workers_dev = true", null).targets().workersDev());
        assertFalse(toml("[env.x]\nworkers_dev = true", null).saysTargets());
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() throws IOException {
        assertTrue(toml("name = \"a\"\nroutes = [", null).isBlocked());
        assertTrue(said(toml("name = \"a\"\nroutes = [", null)).contains("wrangler.toml:2:"));
        String wrong = said(toml("""
            name = 7
            workers_dev = "yes"
            routes = [{ zone_name = "example.com" }, 3]
            """, null));
        for (String part : List.of("name must be a string, not a number", "workers_dev must be true or false",
            "routes[0] has no pattern", "routes[1] must be a string or a table")) {
            assertTrue(wrong.contains(part), part + " in " + wrong);
        }
        assertTrue(said(toml("route = \"a\"\nroutes = []", null)).contains("both route and routes"));
    }

    @Test
    void whatIsNotTakenOverIsSaid() throws IOException {
        var file = toml("""
            compatibility_date = "2024-01-01"
            [[kv_namespaces]]
            binding = "KV"
            id = "1"
            [[durable_objects.bindings]]
            name = "LLM_ROUTER_STATE"
            class_name = "RoutingState"
            [[durable_objects.bindings]]
            name = "OTHER"
            class_name = "Other"
            """, null);
        assertTrue(file.durableState());
        for (String part : List.of("kv_namespaces", "\"OTHER\"", "2024-01-01 of wrangler.toml is older")) {
            assertTrue(said(file).contains(part), part + " in " + said(file));
        }
    }

    @Test
    void aJsonFileWithCommentsIsReadToo() throws IOException {
        Files.writeString(folder.resolve("wrangler.jsonc"), """
            { // the name
              "name": "from-json", "routes": [{"pattern": "own.example.com", "custom_domain": true}],
              "env": {"x": {"vars": {"A": "1"}}} }
            """);
        var file = toml("name = \"from-toml\"", "x"); // wrangler prefers JSON
        assertEquals("from-json-x", file.name());
        assertEquals(List.of("own.example.com"), file.targets().domains().stream().map(d -> d.hostname()).toList());
        assertEquals(Map.of("A", "1"), file.vars());
        Files.writeString(folder.resolve("wrangler.jsonc"), "{ \"name\": }");
        assertTrue(said(WranglerFile.in(folder, null)).contains("wrangler.jsonc:1:11: it is not JSON"),
            said(WranglerFile.in(folder, null)));
    }
}
