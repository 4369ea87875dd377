package llmrouter.server.connections;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// What the kernel's table says of a client, and what it does not say.
class ClientWatchTest {
    private static final String LISTENER = "   0: 0100007F:2253 00000000:0000 0A 00000000:00000000\n";
    private static final String CLIENT = "   1: 0100007F:2253 0100007F:D431 01 00000000:00000000\n";

    @TempDir
    private Path folder;

    private final AtomicInteger gone = new AtomicInteger();

    private ClientWatch watching(Path table) throws Exception {
        var watch = new ClientWatch(List.of(table), false);
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        watch.watch(new InetSocketAddress(local, 0x2253), new InetSocketAddress(local, 0xD431), gone::incrementAndGet);
        return watch;
    }

    private void rounds(ClientWatch watch, int count, int expected) {
        for (int i = 0; i < count; i++) watch.round();
        assertEquals(expected, gone.get());
    }

    @Test
    void aTableThatCannotBeReadOrIsTornProvesNothing() throws Exception {
        Path table = Files.writeString(folder.resolve("tcp"), LISTENER + CLIENT);
        ClientWatch watch = watching(table);
        rounds(watch, 3, 0);
        Files.delete(table);
        rounds(watch, 3, 0);
        Files.createDirectory(table);
        rounds(watch, 3, 0);
        Files.delete(table);
        Files.writeString(table, "");
        rounds(watch, 3, 0);
        Files.writeString(table, LISTENER);
        rounds(watch, 1, 0);
        rounds(watch, 3, 1);
    }

    @Test
    void aGatewayThatHasClosedItsListenerStillNoticesClientsThatAreMissing() throws Exception {
        ClientWatch watch = watching(Files.writeString(folder.resolve("tcp"), ""));
        rounds(watch, 3, 0);
        watch.listenerCloses();
        rounds(watch, 2, 1);
    }

    @Test
    void aClientThatHasClosedIsGoneAtOnce() throws Exception {
        Path table = folder.resolve("tcp");
        ClientWatch watch = watching(Files.writeString(table, CLIENT.replace(" 01 ", " 08 ")));
        rounds(watch, 3, 1);
    }

    @Test
    void anErrorInOneRoundDoesNotEndTheWatch() throws Exception {
        Path table = Files.writeString(folder.resolve("tcp"), CLIENT.replace(" 01 ", " 08 "));
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        try (var watch = new ClientWatch(List.of(table), true)) {
            watch.watch(new InetSocketAddress(local, 0x2253), new InetSocketAddress(local, 0xD431), () -> {
                if (gone.incrementAndGet() == 1) throw new OutOfMemoryError("of the test");
            });
            Await.until("the watch goes on after an error", () -> gone.get() == 2);
        }
    }
}
