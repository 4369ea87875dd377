package llmrouter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CliRun.LiveCli;
import llmrouter.proof.MutualProof;
import llmrouter.proof.ProvenLines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Commands and programs that have a gateway's port: what they get to see, and whether they are believed.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImpostorTest {
    private static final String KEY = "gw_MASTERkey_0123456789abcdefXYZ";
    private static final Map<String, String> ENVIRONMENT = Map.of("LLM_ROUTER_STATE_BACKEND", "memory");
    private static final String STATUS = "{\"name\":\"llm-router\",\"version\":\"9\",\"pid\":1,\"config\":\"planted\"}";

    @TempDir
    private Path home;
    private LiveCli gateway;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), "{\"version\":2,\"masterKey\":\"" + KEY
            + "\",\"providers\":[{\"id\":\"p\",\"name\":\"P\",\"baseUrl\":\"http://127.0.0.1:9/v1\",\"apiKey\":\"k\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}]}");
        gateway = new LiveCli(home, ENVIRONMENT, "").started("start", "--port=0", "--drain-timeout=1");
    }

    @AfterEach
    void stop() throws InterruptedException {
        assertEquals(0, gateway.stopped());
    }

    private Instances instances() {
        return Instances.in(home, _ -> {});
    }

    private Instance real() {
        return instances().running().getFirst();
    }

    /// The gateway's entry, as if its ports were others.
    private Instance at(int port, int control) {
        Instance real = real();
        return new Instance(real.pid(), real.born(), real.host(), port, control, real.config(), real.terms(),
            real.version(), real.key(), real.certificate(), real.startedAt(), real.jar(), false);
    }

    /// Asks a program that has the port for commands; it must get a challenge and nothing else.
    private LocalAnswer asked(Impostor.Answers answers) throws IOException {
        Instance real = real();
        try (var impostor = new Impostor(0, answers)) {
            Instance entry = at(real.port(), impostor.port());
            LocalAnswer answer = LocalCall.control(entry, "POST", "stop");
            assertThrows(IOException.class, () -> LocalCall.requestHandover(entry).close());
            assertFalse(impostor.seen().isEmpty());
            for (String request : impostor.seen()) {
                assertTrue(request.startsWith("GET /control/hello "), request);
                assertFalse(request.contains(real.key().value()) || request.contains(KEY), request);
            }
            return answer;
        }
    }

    @Test
    void whoKnowsOnlyWhatAllKnowProvesNothing() throws IOException {
        String identity = "{\"name\":\"llm-router\",\"pid\":" + real().pid() + ",\"port\":" + real().port() + "}";
        LocalAnswer answer = asked(_ -> Impostor.answer(200, identity));
        assertTrue(!answer.isOk() && answer.body() == null, answer.toString());
        assertEquals("did not prove itself: another program may have its port for commands", answer.why());
    }

    @Test
    void theCommandsOwnProofSentBackProvesNothing() throws IOException {
        LocalAnswer answer = asked(request -> Impostor.answer(200, STATUS,
            "x-llm-router-challenge: " + Impostor.field(request, MutualProof.CHALLENGE),
            "x-llm-router-proof: " + Impostor.field(request, MutualProof.PROOF)));
        assertEquals(null, answer.body());
    }

    @Test
    void theGatewaysProofOfAnotherTimeProvesNothing() throws IOException {
        MutualProof proof = real().proof();
        String old = MutualProof.challenge();
        String[] once = new String[2];
        String head = Impostor.exchange(proof.port(), hello(proof, old));
        once[0] = Impostor.field(head, MutualProof.CHALLENGE);
        once[1] = Impostor.field(head, MutualProof.PROOF);
        assertEquals(proof.gatewayHello(old, once[0]), once[1]);
        assertEquals(null, asked(_ -> Impostor.answer(200, STATUS, "x-llm-router-challenge: " + once[0],
            "x-llm-router-proof: " + once[1])).body());
    }

    @Test
    void whoPassesMessagesOnToTheGatewayAtItsOwnPortProvesNothing() throws IOException {
        int port = real().control();
        assertEquals(null, asked(request -> Impostor.exchange(port, request)).body());
    }

    @Test
    void anAnswerThatWasChangedOnItsWayIsNotShown() throws IOException {
        Instance real = real();
        var entry = new Instance[1];
        try (var between = new Impostor(0, request -> {
            MutualProof proof = entry[0].proof(); // as good as a gateway, but for the answer
            if (request.startsWith("GET /control/hello")) {
                String challenge = Impostor.field(request, MutualProof.CHALLENGE);
                String own = MutualProof.challenge();
                return Impostor.answer(200, "", "x-llm-router-challenge: " + own,
                    "x-llm-router-proof: " + proof.gatewayHello(challenge, own));
            }
            String shown = Impostor.field(request, MutualProof.PROOF);
            if (request.startsWith("POST /control/yield")) {
                return "HTTP/1.1 200 x\r\nconnection: close\r\nx-llm-router-proof: " + proof.stream(shown) + "\r\n\r\n"
                    + proof.lines(shown).seal("{\"s\":[\"talk\",\"p/m\",1]}")
                    + "{\"f\":[\"p/m\",1000,9,9,\"planted\",9]}\n";
            }
            return Impostor.answer(200, STATUS, "x-llm-router-proof: " + proof.answer(shown, 200, new byte[0]));
        })) {
            entry[0] = at(real.port(), between.port());
            LocalAnswer answer = LocalCall.control(entry[0], "GET", "status");
            assertEquals(null, answer.body());
            try (ProvenLines lines = LocalCall.requestHandover(entry[0])) {
                assertEquals("{\"s\":[\"talk\",\"p/m\",1]}", lines.next());
                assertThrows(IOException.class, lines::next);
            }
        }
    }

    // ── messages to the gateway ──

    private static String hello(MutualProof proof, String challenge) {
        return request("GET", "/control/hello", challenge, proof.commandHello(challenge));
    }

    private static String request(String method, String target, String challenge, String proof) {
        return method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\n" + MutualProof.CHALLENGE + ": " + challenge
            + "\r\n" + MutualProof.PROOF + ": " + proof + "\r\n\r\n";
    }

    private static String challengeOf(MutualProof proof) throws IOException {
        return Impostor.field(Impostor.exchange(proof.port(), hello(proof, MutualProof.challenge())),
            MutualProof.CHALLENGE);
    }

    private static int status(int port, String request) throws IOException {
        String answer = Impostor.exchange(port, request);
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void aRequestIsGoodOnceAndForWhatItSays() throws IOException {
        byte[] none = {};
        MutualProof proof = real().proof();
        int port = proof.port();
        String challenge = challengeOf(proof);
        String good = proof.request(challenge, "GET", "/control/identity", none);
        assertEquals(404, status(port, request("POST", "/control/identity", challenge, good)));
        assertEquals(404, status(port, request("GET", "/control/status", challenge, good)));
        assertEquals(404, status(port, request("GET", "/control/identity", challengeOf(proof), good)));
        assertEquals(404, status(port, request("GET", "/control/identity", challenge, good).replace("\r\n\r\n",
            "\r\ncontent-length: 1\r\n\r\nx")));
        assertEquals(200, status(port, request("GET", "/control/identity", challenge, good)));
        assertEquals(404, status(port, request("GET", "/control/identity", challenge, good)), "a second time");
        String own = MutualProof.challenge();
        assertEquals(404, status(port, request("GET", "/control/identity", own, proof.request(own, "GET",
            "/control/identity", none))), "a challenge that the gateway did not make");
        for (var other : List.of(new MutualProof(proof.key(), proof.pid() + 1, port),
            new MutualProof(proof.key(), proof.pid(), port + 1))) {
            String next = challengeOf(proof);
            assertEquals(404, status(port, request("GET", "/control/identity", next, other.request(next, "GET",
                "/control/identity", none))), "for another process or port");
        }
        String next = challengeOf(proof);
        assertEquals(404, status(port, request("POST", "/control/nonsense", next, proof.request(next, "POST",
            "/control/nonsense", none))));
    }

    @Test
    void aStrangerSeesNoPathOfTheListenerForCommands() throws IOException {
        int port = real().control();
        String nothing = "HTTP/1.1 404 Not Found";
        var answers = Stream.of("GET /", "GET /health", "GET /status", "GET /control/hello", "GET /control/identity",
            "POST /control/stop", "POST /control/yield", "GET /v1/models").map(line -> {
                try {
                    return Impostor.exchange(port, line + " HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
                        .replaceFirst("(?i)date: .*\r\n", "");
                } catch (IOException e) {
                    return e.toString();
                }
            }).distinct().toList();
        assertEquals(1, answers.size(), answers.toString());
        assertTrue(answers.getFirst().startsWith(nothing), answers.toString());
        for (String wrong : List.of("", "0", real().key().value(), "0".repeat(64))) {
            String answer = Impostor.exchange(port, request("GET", "/control/hello", MutualProof.challenge(), wrong));
            assertTrue(answer.startsWith(nothing), answer);
        }
        for (String path : List.of("/control/hello", "/control/identity")) {
            assertEquals(401, status(real().port(), "GET " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                + "connection: close\r\n\r\n"), "the other listener has no such path either");
        }
        String told = CliRun.at(home, Map.of(), "status", "--json").out() + gateway.out() + gateway.err();
        assertFalse(told.contains(real().key().value()), told);
    }

    // ── commands ──

    @Test
    void noCommandGivesAKeyToAProgramThatIsInNoList() throws Exception {
        try (var impostor = new Impostor(0, request -> request.startsWith("GET /health")
            ? Impostor.answer(200, "{\"status\":\"ok\"}") : request.contains(KEY) ? Impostor.answer(200, STATUS)
                : Impostor.answer(401, "{}"))) {
            Map<String, String> environment = Map.of("LLM_ROUTER_PORT", Integer.toString(impostor.port()),
                "LLM_ROUTER_MASTER_KEY", KEY);
            String port = "--port=" + impostor.port();
            Instance real = real();
            for (String[] words : new String[][] {{"status", port}, {"status", port, "--json"}, {"top", port}}) {
                CliRun run = CliRun.at(home, environment, words);
                assertEquals(1, run.exitCode(), run.out());
                String said = run.out() + run.err();
                assertTrue(said.contains("it is not a gateway of yours that can prove itself"), said);
                assertFalse(said.contains("planted"), said);
            }
            instances().remove(real); // as if none ran
            for (String words : List.of("status", "top", "ai-help", "why", "doctor", "config list", "stop", "reload")) {
                CliRun run = CliRun.at(home, environment, words.split(" "));
                assertFalse((run.out() + run.err()).contains("planted"), words + ": " + run);
            }
            instances().add(real);
            assertFalse(impostor.seen().isEmpty());
            for (String request : impostor.seen()) {
                assertFalse(request.contains(KEY) || request.contains(real.key().value()), request);
            }
        }
    }

    @Test
    void anOlderBuildIsNotAskedButCanBeStopped() throws IOException {
        Path list = home.resolve(".llm-router.runtime.json");
        String text = Files.readString(list);
        try (var impostor = new Impostor(0, _ -> Impostor.answer(200, STATUS))) {
            Files.writeString(list, text.replace("\"key\"", "\"nonce\"").replace("\"port\": " + real().port(),
                "\"port\": " + impostor.port()));
            CliRun run = CliRun.at(home, Map.of(), "status");
            assertEquals(1, run.exitCode(), run.out());
            assertTrue(run.out().contains("is an older build, which cannot prove itself"), run.out());
            assertTrue(run.out().contains("llm-router stop --port=" + impostor.port()), run.out());
            assertEquals(List.of(), impostor.seen());
        } finally {
            Files.writeString(list, text);
        }
    }
}
