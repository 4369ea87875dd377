package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.deploy.HostedAccount;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Projects of wrangler: one that is read, and one that is written.
class ProjectDeployTest {
    private static final String PROJECT = """
        # our gateway
        name = "gate" # the Worker
        account_id = "acc1"
        main = "src/index.js"
        routes = [ { pattern = "llm.example.com/*", zone_name = "example.com" } ]
        [vars]
        ENVIRONMENT = "production"
        [env.staging]
        workers_dev = true
        routes = []
        [env.staging.vars]
        ENVIRONMENT = "staging"
        """;

    @TempDir
    private Path home;
    private HostingCase hosting;
    private Path project;

    @BeforeEach
    void begin() throws IOException {
        hosting = new HostingCase(home);
        project = Files.createDirectory(home.resolve("project"));
        Files.writeString(project.resolve("wrangler.toml"), PROJECT);
    }

    private Obj dryRun(String... more) {
        var line = new ArrayList<>(List.of("deploy", "--dry-run", "--project-dir=" + project));
        line.addAll(List.of(more));
        return hosting.json(line.toArray(String[]::new));
    }

    @AfterEach
    void theFileIsAsItWas() throws IOException {
        assertEquals(PROJECT, Files.readString(project.resolve("wrangler.toml")));
    }

    @Test
    void nameAccountTargetAndVariablesOfAProjectAreTaken() {
        Obj json = dryRun();
        assertEquals("gate", json.text("worker"));
        assertEquals("acc1", json.text("account"));
        assertEquals(List.of("route llm.example.com/*"), json.texts("targets"));
        assertTrue(json.texts("bindings").contains("ENVIRONMENT (plain text)"), json.toString());
    }

    @Test
    void flagsCountMoreThanAProject() {
        Obj json = dryRun("--worker-name=other", "--account-id=acc2", "--workers-dev");
        assertEquals("other", json.text("worker"));
        assertEquals("acc2", json.text("account"));
        assertEquals(List.of("workers.dev"), json.texts("targets"));
    }

    @Test
    void anEnvironmentOfAProjectIsTakenWhole() throws IOException {
        Obj json = dryRun("--env=staging");
        assertEquals("gate-staging", json.text("worker"));
        assertEquals(List.of("workers.dev"), json.texts("targets"));
        try (var account = new HostedAccount()) {
            hosting.environment.put("CLOUDFLARE_API_BASE_URL", account.baseUrl());
            hosting.environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
            CliRun run = hosting.run("deploy", "--project-dir=" + project, "--env=staging", "--var=ENVIRONMENT=mine",
                "--live-url=" + account.url("gate-staging"));
            assertEquals(0, run.exitCode(), run.toString());
            assertEquals("mine", account.live("gate-staging").text("ENVIRONMENT"), "a flag counts more");
        }
    }

    @Test
    void withoutTheFlagNoProjectIsRead() {
        CliRun run = hosting.run("deploy", "--dry-run", "--workers-dev");
        assertTrue(run.out().contains("Worker         llm-router"), run.toString());
    }

    @Test
    void aMistakeInAProjectIsToldWithItsPlace() throws IOException {
        Path broken = Files.createDirectory(home.resolve("broken"));
        Files.writeString(broken.resolve("wrangler.toml"), "name = \"gate\"\nroutes = [\n");
        CliRun run = hosting.run("deploy", "--dry-run", "--project-dir=" + broken);
        assertEquals(2, run.exitCode(), run.toString());
        assertTrue(run.err().contains("wrangler.toml:"), run.err());
    }

    // ── a project that is written ──

    @Test
    void anEmittedProjectHoldsEverythingAndItsSecretsAreForItsOwnerOnly() throws IOException {
        Path out = home.resolve("hosted");
        CliRun run = hosting.run("deploy", "--emit=wrangler", "--out=" + out, "--workers-dev", "--durable-state");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.out().contains("npx wrangler deploy"), run.out());
        assertFalse((run.out() + run.err()).contains(HostingCase.PROVIDER_KEY), "a key is shown");
        Path secrets = out.resolve("secrets.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)));
        assertTrue(Files.readString(secrets).contains(HostingCase.MASTER_KEY));
        assertFalse(Files.readString(out.resolve("wrangler.toml")).contains(HostingCase.MASTER_KEY));
        assertTrue(Files.readString(out.resolve(".gitignore")).contains("secrets.json"));
        Obj again = hosting.json("deploy", "--dry-run", "--project-dir=" + out);
        assertEquals(List.of("workers.dev"), again.texts("targets"));
        assertTrue(again.isTrue("durableState"), "what was written is read again: " + again);
    }

    @Test
    void aProjectIsWrittenAgainButNotOverFilesOfOthers() throws IOException {
        Path out = home.resolve("hosted");
        for (int i = 0; i < 2; i++) {
            Obj json = hosting.json("deploy", "--emit=wrangler", "--out=" + out, "--workers-dev");
            assertEquals("emitted", json.text("outcome"));
            assertEquals(5, json.texts("written").size(), json.toString());
        }
        CliRun run = hosting.run("deploy", "--emit=wrangler", "--out=" + project, "--workers-dev");
        assertEquals(1, run.exitCode(), run.toString());
        assertTrue(run.err().contains("llm-router did not write"), run.err());
    }
}
