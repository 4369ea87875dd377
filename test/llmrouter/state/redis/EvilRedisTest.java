package llmrouter.state.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.Await;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.StateBackend;
import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.scripted.ProcessTree;
import llmrouter.scripted.ScriptedRedis;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A server that sends whatever it likes: the connection is closed, that is said once, and this gateway decides by
/// itself.
class EvilRedisTest {
    private static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        86_400_000);
    private static final PickRequest REQUEST = new PickRequest("r", Strategy.ORDERED,
        List.of(new Choice("p/m", 1_000_000, List.of()), new Choice("p/n", 1_000_000, List.of())), 2, Set.of(1), -1,
        null, 0, List.of());

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    /// What it answers to a pick, and what of it is said.
    enum Evil {
        STRINGS_OF_A_MEGABYTE("a reply takes more than ") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("*65536\r\n"));
                byte[] one = ascii("$1048576\r\n" + "x".repeat(1 << 20) + "\r\n");
                while (true) out.write(one);
            }
        },
        MANY_VALUES("a reply takes more than ") {
            @Override
            void send(OutputStream out) throws IOException {
                for (int i = 0; i < 7; i++) out.write(ascii("*65536\r\n"));
                while (true) out.write(ascii("*0\r\n".repeat(1000)));
            }
        },
        AN_ENDLESS_LINE("a line of a reply is longer than 4096 bytes") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write('+');
                while (true) out.write(ascii("x".repeat(1000)));
            }
        },
        DEEP_NESTING("nested more than 8 deep") {
            @Override
            void send(OutputStream out) throws IOException {
                while (true) out.write(ascii("*1\r\n"));
            }
        },
        A_HUGE_STRING("says that it is 2000000000 long") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("$2000000000\r\n"));
            }
        },
        A_HUGE_LIST("says that it is 9000000000000000000 long") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("*9000000000000000000\r\n"));
            }
        },
        A_NEGATIVE_LENGTH("says that it is -7 long") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("$-7\r\n"));
            }
        },
        A_PUSH("a message that was not asked for") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii(">2\r\n+message\r\n+x\r\n"));
            }
        },
        BYTE_BY_BYTE("there was no answer for 500 ms") {
            @Override
            void send(OutputStream out) throws IOException, InterruptedException {
                out.write(ascii("$10000\r\n"));
                while (true) {
                    out.write('x');
                    out.flush();
                    Thread.sleep(20);
                }
            }
        },
        AN_EMPTY_LIST("is not what Redis replies") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("*0\r\n"));
            }
        },
        A_CANDIDATE_THAT_IS_RULED_OUT("is not what Redis replies") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("*8\r\n+chosen\r\n:1\r\n:0\r\n:0\r\n*0\r\n*0\r\n:0\r\n*0\r\n"));
            }
        },
        ANOTHER_REPLY_BEHIND_IT("the server sent a reply without a command") {
            @Override
            void send(OutputStream out) throws IOException {
                out.write(ascii("*8\r\n+chosen\r\n:0\r\n:0\r\n:0\r\n*0\r\n*0\r\n:0\r\n*0\r\n+OK\r\n"));
            }
        };

        private final String said;

        Evil(String said) {
            this.said = said;
        }

        /// A reply that nothing asked for is one to the next command, if it arrives behind that.
        boolean isTakenForAnotherReply(String line) {
            return this == ANOTHER_REPLY_BEHIND_IT && line.contains("is not what Redis replies");
        }

        abstract void send(OutputStream out) throws IOException, InterruptedException;

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        ScriptedRedis server() throws IOException {
            return new ScriptedRedis((command, out) -> {
                if (command.size() < 2 || !command.get(1).equals(ScriptedRedis.PICK)) return false;
                send(out);
                out.flush();
                return true;
            });
        }
    }

    private static StateStore open(String url, BlockingQueue<String> log) {
        return StateStores.open(StateBackend.parse(url, null), POLICY, Clock.systemUTC(), path -> path,
            RedisTls.OF_THE_JDK, log::add);
    }

    private static int picked(StateStore store) {
        return assertInstanceOf(PickResult.Chosen.class, store.consult(REQUEST)).index();
    }

    @ParameterizedTest
    @EnumSource
    void itsConnectionIsClosedAndThatIsSaidOnce(Evil evil) throws Exception {
        try (var server = evil.server(); var store = open(server.url(), log)) {
            assertEquals(0, picked(store));
            String line = log.poll(30, TimeUnit.SECONDS);
            assertNotNull(line, "nothing was said");
            assertTrue(line.startsWith("state: " + server.url() + "/0 cannot be used (")
                && (line.contains(evil.said) || evil.isTakenForAnotherReply(line))
                && line.endsWith("until it can be used again, this gateway decides by itself"), line);
            for (int i = 0; i < 2; i++) {
                int before = server.connections();
                Await.until("it is tried again", () -> server.connections() > before && store.trouble() == null);
                while (store.trouble() == null) assertEquals(0, picked(store));
            }
            List<String> more = log.stream().filter(one -> !evil.isTakenForAnotherReply(one)).distinct().toList();
            assertTrue(more.size() <= 1 && more.stream().allMatch(one -> one.contains("can be used again")),
                more.toString());
            assertTrue(server.connections() <= 4, "tried " + server.connections() + " times");
        }
    }

    /// Fifty requests wait for replies at the same time, again and again, in a heap of 64 MB.
    @ParameterizedTest
    @EnumSource(names = {"STRINGS_OF_A_MEGABYTE", "MANY_VALUES"})
    void itCannotFillTheHeap(Evil evil) throws Exception {
        try (var server = evil.server()) {
            Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-cp",
                System.getProperty("java.class.path"), Gateway.class.getName(), server.url())
                .redirectErrorStream(true).start();
            try (BufferedReader out = child.inputReader()) {
                String said = out.lines().collect(Collectors.joining("\n"));
                assertTrue(child.waitFor() == 0 && said.endsWith("served all"), said);
                assertEquals(1, said.split("cannot be used \\(", -1).length - 1, said);
            } finally {
                ProcessTree.end(child);
            }
            assertTrue(server.connections() >= 3, "tried " + server.connections() + " times");
        }
    }

    static final class Gateway {
        private Gateway() {}

        public static void main(String[] args) throws Exception {
            var log = new LinkedBlockingQueue<String>();
            try (var store = open(args[0], log); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                while (System.nanoTime() < end) {
                    var all = IntStream.range(0, 50).<Callable<Integer>>mapToObj(_ -> () -> picked(store)).toList();
                    for (var each : threads.invokeAll(all)) each.get();
                    Thread.sleep(1);
                }
            }
            new ArrayList<>(log).forEach(System.out::println);
            System.out.print("served all");
        }
    }
}
