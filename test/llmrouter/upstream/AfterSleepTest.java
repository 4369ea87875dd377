package llmrouter.upstream;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import llmrouter.config.network.ProxySettings;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.upstream.UpstreamEvent.Answered;
import llmrouter.upstream.UpstreamEvent.Broken;
import llmrouter.upstream.UpstreamEvent.Bytes;
import llmrouter.upstream.UpstreamEvent.Ended;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// What a sleep of the machine does to connections. The wall clock is the test's own.
@Timeout(30)
class AfterSleepTest {
    private static final long LONG = 10_000;

    private final AtomicLong slept = new AtomicLong();
    private Upstream upstream;

    @BeforeEach
    void open() {
        var watch = new SleepWatch(() -> System.currentTimeMillis() + slept.get(), System::nanoTime);
        upstream = new Upstream(new ProxySettings(null, null, List.of()), null, new HostAddresses(), watch);
    }

    @AfterEach
    void close() {
        upstream.close();
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
    void noConnectionFromBeforeIsUsed() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"))) {
            answers(provider);
            answers(provider);
            assertEquals(1, provider.connections());
            slept.addAndGet(60_000);
            answers(provider);
            answers(provider);
            assertEquals(2, provider.connections());
        }
    }

    @Test
    void aCallOfBeforeMayStillBeAnswered() throws Exception {
        var go = new CountDownLatch(1);
        try (var provider = new ScriptedUpstream(wire -> {
            ScriptedUpstream.soon(go);
            wire.json(200, "{}");
        }, wire -> wire.json(200, "{}"))) {
            var mailbox = upstream.mailbox();
            var call = call(provider, mailbox);
            assertEquals(ConnectionDoubt.NONE, call.doubt());
            slept.addAndGet(60_000);
            answers(provider);
            assertEquals(ConnectionDoubt.SLEPT, call.doubt());
            go.countDown();
            assertInstanceOf(Answered.class, mailbox.take(LONG));
        }
    }

    @Test
    void aConnectionThatBreaksAfterwardsIsTheNetworksFault() throws Exception {
        var go = new CountDownLatch(1);
        try (var provider = new ScriptedUpstream(wire -> {
            ScriptedUpstream.soon(go);
            wire.reset();
        }, wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
            ScriptedUpstream.soon(go);
            wire.close();
        })) {
            var mailboxes = new Mailbox[] {upstream.mailbox(), upstream.mailbox()};
            call(provider, mailboxes[0]);
            while (provider.seen().isEmpty()) Thread.onSpinWait();
            var second = call(provider, mailboxes[1]);
            assertInstanceOf(Answered.class, mailboxes[1].take(LONG));
            slept.addAndGet(60_000);
            go.countDown();
            var reset = assertInstanceOf(Broken.class, mailboxes[0].take(LONG)).failure();
            assertEquals(FaultOwner.NETWORK, reset.owner());
            UpstreamEvent event = mailboxes[1].take(LONG);
            if (event instanceof Bytes b) {
                second.consumed(b.reads());
                event = mailboxes[1].take(LONG);
            }
            var cut = assertInstanceOf(Broken.class, event).failure();
            assertEquals(Kind.CUT, cut.kind());
            assertEquals(FaultOwner.NETWORK, cut.owner());
        }
    }

    @Test
    void silenceOnAKeptConnectionIsDoubtedUntilAnythingComes() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"), wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
            wire.awaitDeparture();
        })) {
            answers(provider);
            var mailbox = upstream.mailbox();
            var call = call(provider, mailbox);
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            assertEquals(ConnectionDoubt.NONE, call.doubt());
            call.cancel();
        }
    }
}
