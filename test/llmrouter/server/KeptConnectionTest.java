package llmrouter.server;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A relay that serves one request, then keeps that connection open and says nothing more on it, as one does whose
/// side of the connection has died. New connections work.
class KeptConnectionTest {
    private static final Script FINE = Backends.answers("fine", 7);
    private static final Script OTHER = Backends.answers("other", 11);
    private static final Script MUTE = ScriptedUpstream.Wire::awaitDeparture;
    /// One failure of the provider is enough to put it on hold.
    private static final Map<String, String> STRICT = Map.of("LLM_ROUTER_FALLBACK_CIRCUIT_FAILURES", "1");

    private static String config(ScriptedUpstream... upstreams) {
        String limits = "\"timeouts\":{\"firstByteMs\":400,\"answerMs\":400},\"formats\"";
        return Gateway.config("openai", upstreams).replace("\"formats\"", limits);
    }

    private static String ask(Gateway gateway, boolean streamed) throws Exception {
        return gateway.post("/v1/chat/completions",
            "{\"model\":\"p/m\",\"stream\":" + streamed + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
            .body();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsSilenceIsNotHeldAgainstTheProvider(boolean streamed) throws Exception {
        try (var p = new ScriptedUpstream(FINE, MUTE, FINE); var q = new ScriptedUpstream(OTHER);
                var gateway = Gateway.with(config(p, q), STRICT)) {
            assertTrue(ask(gateway, false).contains("fine"));
            assertTrue(ask(gateway, streamed).contains("other"));
            assertTrue(ask(gateway, false).contains("fine"), "the provider was put on hold");
            assertEquals(3, p.seen().size(), "no request was sent twice");
            assertEquals(2, p.connections());
        }
    }

    @Test
    void silenceOnANewConnectionIsTheProviders() throws Exception {
        try (var p = new ScriptedUpstream(MUTE, FINE); var q = new ScriptedUpstream(OTHER);
                var gateway = Gateway.with(config(p, q), STRICT)) {
            assertTrue(ask(gateway, true).contains("other"));
            assertTrue(ask(gateway, true).contains("other"), "the provider was not put on hold");
            assertEquals(1, p.seen().size());
        }
    }

    @Test
    void aloneTheErrorNamesTheConnectionAndNothingIsSentTwice() throws Exception {
        try (var p = new ScriptedUpstream(FINE, MUTE, FINE); var gateway = Gateway.with(config(p), STRICT)) {
            ask(gateway, false);
            String told = ask(gateway, true);
            assertTrue(told.contains("sent no answer within 400 ms. The connection had served an earlier request and "
                + "may be dead, so it is not held against the provider."), told);
            assertEquals(2, p.seen().size());
            assertTrue(ask(gateway, false).contains("fine"));
        }
    }
}
