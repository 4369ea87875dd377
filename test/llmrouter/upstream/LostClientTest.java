package llmrouter.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import llmrouter.Await;
import llmrouter.config.network.ProxySettings;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.memory.HeapBudgets;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.upstream.UpstreamEvent.Answered;
import llmrouter.upstream.UpstreamEvent.Broken;
import llmrouter.upstream.UpstreamEvent.Bytes;
import llmrouter.upstream.UpstreamEvent.Ended;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

/// The thread that does the work of the JDK's HTTP client ends, as it does for want of memory.
@Timeout(30)
class LostClientTest {
    private static final long LONG = 10_000;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<Thread> before = selectors();
    private final CountDownLatch go = new CountDownLatch(1);
    private Upstream upstream;

    @BeforeEach
    void open() {
        upstream = new Upstream(new ProxySettings(null, null, List.of()), null,
            HeapBudgets.ofThisProcess(_ -> {}).answers(), said::add);
    }

    @AfterEach
    void close() {
        go.countDown();
        upstream.close();
    }

    private static List<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("HttpClient-") && t.getName().endsWith("-SelectorManager")).toList();
    }

    /// An interrupt is one of the ways in which the thread ends.
    private void endClient() throws InterruptedException {
        var ours = new ArrayList<>(selectors());
        ours.removeAll(before);
        assertEquals(1, ours.size());
        ours.getFirst().interrupt();
        ours.getFirst().join();
    }

    private UpstreamCall call(ScriptedUpstream provider, Mailbox mailbox) {
        return upstream.open(new UpstreamRequest(provider.url(), HeaderMap.of(List.of()), "{}", 2_000), mailbox);
    }

    private void answers(ScriptedUpstream provider) throws InterruptedException {
        var mailbox = upstream.mailbox();
        var call = call(provider, mailbox);
        assertInstanceOf(Answered.class, mailbox.take(LONG));
        for (var event = mailbox.take(LONG); !(event instanceof Ended); event = mailbox.take(LONG)) {
            call.consumed(assertInstanceOf(Bytes.class, event).reads());
        }
    }

    @Test
    void theNextCallIsMadeByANewClient() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"))) {
            answers(provider);
            endClient();
            answers(provider);
            answers(provider);
            assertEquals(3, provider.seen().size(), "each request came once");
            assertEquals(1, said.size(), said.toString());
        }
    }

    @Test
    void aCallThatWaitedIsNoFaultOfTheProvider() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> go.await())) {
            var mailbox = upstream.mailbox();
            call(provider, mailbox);
            Await.until("the provider has the request", () -> provider.seen().size() == 1);
            endClient();
            assertNull(upstream.failure(), "a new client takes its place");
            var broken = assertInstanceOf(Broken.class, mailbox.take(LONG));
            assertEquals(FaultOwner.GATEWAY, broken.failure().owner(), broken.toString());
            assertEquals(Kind.STALE, broken.failure().kind(), "it is repeated at once");
        }
    }

    @Test
    void anAnswerThatHadBegunIsNoFaultOfTheProviderEither() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> {
            wire.stream().event("{}");
            go.await();
        })) {
            var mailbox = upstream.mailbox();
            var call = call(provider, mailbox);
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            call.consumed(assertInstanceOf(Bytes.class, mailbox.take(LONG)).reads());
            endClient();
            assertNull(upstream.failure());
            var broken = assertInstanceOf(Broken.class, mailbox.take(LONG));
            assertEquals(FaultOwner.GATEWAY, broken.failure().owner(), broken.toString());
            assertEquals(Kind.CUT, broken.failure().kind());
        }
    }
}
