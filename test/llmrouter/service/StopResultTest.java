package llmrouter.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import llmrouter.proof.ProofKey;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StopResultTest {
    /// A gateway that was asked to stop before closes its listener and its connections a moment before it ends. A
    /// signal would cut the requests that it lets finish.
    @Test
    void aGatewayThatCutsTheQuestionBecauseItEndsIsNotSignalled() throws Exception {
        var terms = new Instance.Terms(false, false, false, 30, false);
        try (var control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process ending = new ProcessBuilder("sleep", "3").start();
            Instance mine = Instance.here("127.0.0.1", 1, control.getLocalPort(), "/c.json", terms, ProofKey.random(),
                null, Path.of("/a.jar"));
            long born = ending.toHandle().info().startInstant().orElseThrow().toEpochMilli();
            var gateway = new Instance(ending.pid(), born, mine.host(), mine.port(), mine.control(), mine.config(),
                mine.terms(), mine.version(), mine.key(), null, mine.startedAt(), mine.jar(), true);
            Thread.ofVirtual().start(() -> cutTheFirst(control));
            assertEquals(StopResult.DRAINED, StopResult.of(gateway));
            assertEquals(0, ending.waitFor());
        }
    }

    private static void cutTheFirst(ServerSocket control) {
        try (control) {
            control.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
