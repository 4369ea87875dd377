package llmrouter.state.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.StateBackend;
import llmrouter.routing.Asking;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.scripted.RedisServer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// A server whose clock was ahead when failures were recorded.
class RedisClockTest {
    private static final long HOUR = 3_600_000;
    private static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        7_200_000);
    private static final PickRequest PAIR = Asking.of(Strategy.ORDERED, Asking.choice("a", 1), Asking.choice("b", 1))
        .request();

    @TempDir
    private Path folder;

    private static RedisTable table(RedisServer server) {
        return new RedisTable(new StateBackend.RedisState(false, "127.0.0.1", server.port(), null, null, 0),
            RedisTls.OF_THE_JDK, POLICY, Clock.systemUTC());
    }

    private static int index(RedisTable table, long now) throws IOException {
        return ((PickResult.Chosen) table.pick(PAIR, now)).index();
    }

    @Test
    void aCircuitLastsAsConfiguredFromTheTrueTimeOn() throws Exception {
        try (var server = RedisServer.start(folder); var table = table(server)) {
            table.connect(_ -> {});
            long now = 1_790_000_000_000L;
            table.report(List.of(new Outcome.Failed("a/m", FailureClass.TIMEOUT, -1, "")), now + HOUR);
            assertEquals(1, index(table, now));
            assertEquals(1, index(table, now + 29_999));
            assertEquals(0, index(table, now + 30_000));
        }
    }
}
