package llmrouter.worker.live;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// An object of the shared state that cannot be used: nothing is sent to a provider that a cap might forbid.
class FailingStateTest {
    private static final String CANNOT_BEGIN = """
        import { DurableObject } from "cloudflare:workers";
        export default { fetch() { return new Response("none"); } };
        export class RoutingState extends DurableObject {
          constructor(ctx, env) { super(ctx, env); throw new Error("it cannot begin"); }
          ask() { return "{}"; }
        }
        """;
    private static final String CANNOT_ANSWER = CANNOT_BEGIN.replace("throw new Error(\"it cannot begin\");", "")
        .replace("return \"{}\";", "throw new Error(\"it cannot answer\");");
    private static final String ANSWERS_NONSENSE = CANNOT_ANSWER.replace("throw new Error(\"it cannot answer\");",
        "return \"{]\";");
    private static final String NEVER_ANSWERS = CANNOT_ANSWER.replace("throw new Error(\"it cannot answer\");",
        "return new Promise(() => {});");
    /// The gateway's own object, whose storage fails at every third message.
    private static final String STORES_SOMETIMES = """
        import { RoutingState as Real } from "./worker.mjs";
        export default { fetch() { return new Response("none"); } };
        let messages = 0;
        export class RoutingState extends Real {
          constructor(ctx, env) {
            super(ctx, env);
            const store = ctx.storage.transactionSync.bind(ctx.storage);
            ctx.storage.transactionSync = (what) => store(() => {
              what();
              if (++messages % 3 === 0) throw new Error("the storage is full");
            });
          }
        }
        """;
    private static final String NEVER_STORES = STORES_SOMETIMES.replace("++messages % 3 === 0", "true");
    private static final int CAP = 20;

    @TempDir
    private static Path folder;
    private static LiveProvider provider;
    private static LiveProcess process;

    @BeforeAll
    static void start() throws Exception {
        provider = new LiveProvider();
        String config = """
            {"version":2,"masterKey":"%s","providers":[{"id":"p","baseUrl":"%s","apiKey":"%s","formats":["openai"],
             "models":["m"],
              "rateLimits":[{"id":"some","models":["m"],"requests":%d,"window":{"unit":"day","size":1}}]}]}
            """.formatted(LiveClient.KEY, provider.url(), Gateway.UPSTREAM_KEY, CAP);
        var setup = new LiveSetup(folder);
        var sources = Map.of("begin", CANNOT_BEGIN, "answer", CANNOT_ANSWER, "nonsense", ANSWERS_NONSENSE,
            "never", NEVER_ANSWERS, "store", STORES_SOMETIMES, "full", NEVER_STORES);
        for (Map.Entry<String, String> source : sources.entrySet()) {
            setup.classOf(source.getKey() + "-class", source.getValue(), config);
            setup.sharing(source.getKey(), config, Map.of(), source.getKey() + "-class");
        }
        process = setup.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (process != null) process.close();
        if (provider != null) provider.close();
    }

    private static LiveClient ask(String worker, String path, boolean stream) throws Exception {
        return LiveClient.ask(process.port(worker), LiveClient.post(path, Samples.request(path, stream)));
    }

    @ParameterizedTest
    @CsvSource({"begin,/v1/chat/completions", "begin,/v1/messages", "answer,/v1/chat/completions",
        "answer,/v1/messages", "full,/v1/chat/completions", "full,/v1/messages"})
    void aRequestIsRefusedInItsFormatAndNothingIsSent(String worker, String path) throws Exception {
        provider.does(Samples.good("openai"));
        for (boolean stream : new boolean[] {false, true}) {
            LiveClient answer = ask(worker, path, stream);
            assertEquals(503, answer.status(), answer.body());
            assertEquals("1", answer.field("retry-after"));
            var json = (Json.Obj) Json.parse(answer.body());
            assertTrue(json.object("error").text("message").contains("shared state"), answer.body());
            assertEquals(path.equals(Samples.MESSAGES) ? "error" : null, json.text("type"));
            assertEquals("application/json", answer.field("content-type"));
        }
        assertEquals(0, provider.seen().size());
    }

    @Test
    void anAnswerThatIsNoneIsAFaultOfTheGateway() throws Exception {
        provider.does(Samples.good("openai"));
        LiveClient answer = ask("nonsense", Samples.CHAT, true);
        assertEquals(500, answer.status(), answer.body());
        assertEquals(0, provider.seen().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "answer"})
    void theStatusSaysThatTheStateCannotBeReached(String worker) throws Exception {
        LiveClient answer = LiveClient.ask(process.port(worker), LiveClient.get("/status"));
        assertEquals(503, answer.status());
        assertTrue(answer.body().contains("shared state"), answer.body());
        for (String path : List.of("/health", "/v1/models", "/")) {
            assertEquals(200, LiveClient.ask(process.port(worker), LiveClient.get(path)).status(), path);
        }
    }

    @Test
    void anObjectThatNeverAnswersIsNotWaitedForForever() throws Exception {
        provider.does(Samples.good("openai"));
        LiveClient answer = ask("never", Samples.MESSAGES, true);
        assertEquals(503, answer.status(), answer.body());
        assertTrue(answer.body().contains("shared state"), answer.body());
        assertEquals(0, provider.seen().size());
    }

    /// The object begins anew from what is stored, and the Worker asks it once more. So what was not stored is not
    /// counted, and what was is not forgotten.
    @Test
    void aStorageThatFailsNowAndThenLeavesTheCountExact() throws Exception {
        provider.does(Samples.good("openai"));
        for (int i = 0; i < CAP; i++) assertEquals(200, ask("store", Samples.CHAT, false).status());
        for (int i = 0; i < CAP; i++) assertEquals(429, ask("store", Samples.CHAT, false).status());
        assertEquals(CAP, provider.seen().size());
        assertTrue(process.log().toString().contains("the storage is full"));
    }
}
