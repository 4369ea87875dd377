package llmrouter.service;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.proof.ProofKey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The file in which running gateways stand.
class InstancesTest {
    private static final Instance.Terms TERMS = new Instance.Terms(true, false, true, 7, true);

    @TempDir
    private Path home;
    private final List<String> log = new ArrayList<>();

    private Instances instances() {
        return Instances.in(home, log::add);
    }

    private Path file() {
        return home.resolve(".llm-router.runtime.json");
    }

    private static Instance here(int port) {
        return Instance.here("127.0.0.1", port, 1, "/c.json", TERMS, ProofKey.random(), null, Path.of("/a.jar"));
    }

    private static Instance with(Instance like, long pid, long born) {
        return new Instance(pid, born, like.host(), like.port(), like.control(), like.config(), like.terms(),
            like.version(), like.key(), like.certificate(), like.startedAt(), like.jar(), like.draining());
    }

    /// The name means 127.0.0.1 and ::1, and only one of them is bound.
    @Test
    void inAnAddressForClientsStandsTheAddressThatIsBound() throws Exception {
        String bound = Instance.shown(InetAddress.getByName("localhost").getHostAddress());
        assertEquals("http://" + bound + ":8787", Instance.url("http", "localhost", 8787));
        assertEquals("http://" + bound + ":8787", Instance.url("http", "LOCALHOST", 8787));
        assertEquals("https://localhost:8787", Instance.url("https", "localhost", 8787));
        assertEquals("http://127.0.0.1:8787", Instance.url("http", "0.0.0.0", 8787));
        assertEquals("http://[::1]:8787", Instance.url("http", "::1", 8787));
    }

    @Test
    void severalCoexistAndComeBackAsTheyWere() {
        Instance one = here(1001);
        Instance two = here(1002);
        instances().add(one);
        instances().add(two);
        assertEquals(List.of(one, two), instances().running());
        instances().remove(one);
        instances().remove(one);
        assertEquals(List.of(two), instances().running());
        assertEquals(List.of(), log);
    }

    @Test
    void itIsItsOwnersAlone() throws IOException {
        instances().add(here(1001));
        if (Files.getFileStore(home).supportsFileAttributeView("posix")) assertEquals("rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertFalse(here(1001).toString().contains(here(1001).key().value()));
    }

    @Test
    void manyWritersLoseNoEntry() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 16; i++) {
            int port = 2000 + i;
            threads.add(Thread.ofVirtual().start(() -> instances().add(here(port))));
        }
        for (Thread thread : threads) thread.join();
        assertEquals(16, instances().running().size());
    }

    @Test
    void aGatewayReplacesTheEntryOfAnEarlierOneOnItsPort() {
        instances().add(here(1001));
        Instance next = here(1001);
        instances().add(next);
        assertEquals(List.of(next), instances().running());
    }

    @Test
    void aGatewayThatDrainsIsNoneThatListensAndItsSuccessorTakesNotItsEntry() {
        Instance one = here(1001);
        instances().add(one);
        instances().drains(one);
        assertEquals(List.of(), instances().running());
        assertEquals(List.of(one.asDraining()), instances().draining());
        Instance next = here(1001);
        instances().add(next);
        assertEquals(List.of(next), instances().running());
        assertEquals(List.of(one.asDraining()), instances().draining());
        instances().remove(one);
        assertEquals(List.of(next), instances().all());
    }

    @Test
    void anEntryOfAnOlderBuildIsThereButItsSecretIsNotRead() throws IOException {
        Instance own = here(1001);
        String older = own.json().toString().replace("\"key\":\"" + own.key().value() + "\"",
            "\"nonce\":\"0123456789abcdef0123456789abcdef\"");
        Files.writeString(file(), "{\"instances\":[" + older + "]}");
        Instance read = instances().running().getFirst();
        assertEquals(own.pid(), read.pid());
        assertEquals(null, read.proof());
        LocalAnswer answer = LocalCall.control(read, "GET", "status");
        assertTrue(answer.isOlder() && answer.why().contains("older build"), answer.toString());
    }

    @Test
    void endedProcessesAndStrangersWithTheirIdsAreIgnoredAndSwept() throws Exception {
        Process ended = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
            "-version").redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        long born = ended.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(1L);
        ended.waitFor();
        Instance own = here(1001);
        Instance dead = with(here(1002), ended.pid(), born);
        Instance reused = with(here(1003), own.pid(), own.born() - 3_600_000);
        Files.writeString(file(), Json.object().put("instances", Json.array(dead.json(), reused.json())).toString());
        assertEquals(List.of(), instances().running());
        instances().add(own);
        assertEquals(List.of(own), instances().running());
        assertFalse(Files.readString(file()).contains(dead.key().value()));
        assertFalse(Files.readString(file()).contains(reused.key().value()));
    }

    @Test
    void anEntryThatProvesNoIdentityCountsForNothing() throws IOException {
        Files.writeString(file(),
            "{\"pid\":" + ProcessHandle.current().pid()
            + ",\"host\":\"127.0.0.1\",\"port\":8787,\"configPath\":\"/c.json\",\"watchConfig\":true,"
            + "\"startedAt\":\"2026-01-01T00:00:00Z\",\"version\":\"1.0.9\"}");
        assertEquals(List.of(), instances().running());
        Instance own = here(1001);
        Files.writeString(file(), own.json().toString());
        assertEquals(List.of(own), instances().running(), "a single object is a list of one");
        assertEquals(List.of(), log);
    }

    @Test
    void aBrokenFileIsSaidAndSetAside() throws IOException {
        for (byte[] broken : new byte[][] {"{\"instances\":[".getBytes(), "[]".getBytes(), {(byte) 0xC3, 0x28, 0}}) {
            log.clear();
            Files.write(file(), broken);
            assertEquals(List.of(), instances().running());
            assertTrue(log.getFirst().contains("counts as empty"), log.toString());
            instances().add(here(1001));
            assertTrue(log.getLast().contains("has been moved to"), log.toString());
            assertEquals(1, instances().running().size());
        }
        try (var files = Files.newDirectoryStream(home, "*.corrupt-*")) {
            assertTrue(files.iterator().hasNext());
        }
    }

    @Test
    void aFileThatCannotBeWrittenStopsNoGateway() throws IOException {
        Files.createDirectory(file());
        instances().add(here(1001));
        assertEquals(List.of(), instances().running());
        assertTrue(log.getFirst().contains("cannot be written"), log.toString());
    }
}
