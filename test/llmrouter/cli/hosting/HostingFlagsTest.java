package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.deploy.HostedAccount;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the commands of hosting say while they run against a make-believe account, and what each flag changes there.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostingFlagsTest {
    private static final String WORKER = "llm-router";
    private static final String UPLOAD = "PUT /accounts/acc1/workers/scripts/llm-router";

    @TempDir
    private Path home;
    private HostingCase hosting;
    private HostedAccount account;
    private String live;

    @BeforeEach
    void begin() throws IOException {
        account = new HostedAccount();
        hosting = new HostingCase(home).withTokenOf(account);
        live = "--live-url=" + account.url(WORKER);
    }

    @AfterEach
    void end() {
        account.close();
    }

    private CliRun run(int code, String... line) {
        CliRun run = hosting.run(line);
        assertEquals(code, run.exitCode(), run.toString());
        assertFalse((run.out() + run.err()).contains(HostedAccount.TOKEN), "the token is shown: " + run);
        return run;
    }

    @Test
    void aFailureIsPrintedOnce() {
        account.fault("ERROR", UPLOAD);
        CliRun run = run(1, "deploy", "--workers-dev", live);
        assertTrue(run.err().contains("  failed: cannot upload the Worker"), run.err());
        assertEquals(run.err().indexOf("cannot upload the Worker"), run.err().lastIndexOf("cannot upload the Worker"),
            run.err());
    }

    @Test
    void aStepThatIsSkippedStandsUnderItsOwnHeading() {
        run(0, "deploy", "--workers-dev", live);
        run(0, "worker-key", "--generate-master-key", live);
        List<String> lines = run(0, "deploy", "--workers-dev", live).err().lines().toList();
        int at = lines.indexOf("  skipped: the key that counts is not known here");
        assertTrue(at > 0 && lines.get(at - 1).startsWith("list the models with the key"), lines.toString());
    }

    @Test
    void severalDomainsAreAllSet() {
        run(0, "deploy", "--domain=a.example.com", "--domain=b.example.com", live);
        assertEquals(2, account.changes().stream().filter(each -> each.equals("PUT /accounts/acc1/workers/domains"))
            .count(), account.changes().toString());
    }

    @Test
    void aTokenFileThatOthersMayReadIsWarnedOf() throws IOException {
        Path file = Files.writeString(home.resolve("token"), HostedAccount.TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        CliRun open = run(0, "deploy", "--workers-dev", live, "--api-token-file=" + file);
        assertTrue(open.err().contains("warning: others may read " + file), open.err());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        CliRun closed = run(0, "deploy", "--workers-dev", live, "--api-token-file=" + file);
        assertFalse(closed.err().contains("may read"), closed.err());
    }

    @Test
    void aDryRunOfARollbackSaysTheVersionsAndChangesNothing() {
        run(0, "deploy", "--workers-dev", live);
        run(0, "deploy", "--workers-dev", live);
        String now = account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT");
        int changes = account.changes().size();
        CliRun run = run(0, "rollback", "--dry-run");
        assertTrue(run.out().contains("would switch llm-router from version "), run.out());
        Obj json = hosting.json("rollback", "--dry-run");
        assertEquals("dry-run", json.text("outcome"));
        assertNotEquals(json.text("from"), json.text("to"));
        assertEquals(changes, account.changes().size());
        assertEquals(now, account.live(WORKER).text("LLM_ROUTER_DEPLOYMENT"));
    }

    @Test
    void aRefusalThatComesAgainIsNotToBeTriedAgain() {
        run(0, "deploy", "--workers-dev", live);
        account.fault("REFUSED", "PUT /accounts/acc1/workers/scripts/llm-router/secrets");
        CliRun refused = run(1, "worker-key", "--generate-master-key", live);
        assertTrue(refused.out().contains("nothing was changed"), refused.out());
        assertFalse(refused.err().contains("same command"), refused.err());
        account.fault("REFUSED", "DELETE /accounts/acc1/workers/scripts/llm-router");
        CliRun kept = run(1, "deploy", "--delete", "--yes");
        assertFalse(kept.err().contains("same command"), kept.err());
        account.heal();
        account.fault("ERROR", "PUT /accounts/acc1/workers/scripts/llm-router/secrets");
        CliRun trouble = run(1, "worker-key", "--generate-master-key", live);
        assertTrue(trouble.err().contains("Run the same command again"), trouble.err());
    }
}
