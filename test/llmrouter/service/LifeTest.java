package llmrouter.service;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.LlmRouter;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// How a gateway is told, asked, stopped and renewed, as a process of its own.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifeTest {
    private static final String PIECE = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}""";
    private static final String LAST = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    @TempDir
    private Path home;
    private final CountDownLatch go = new CountDownLatch(1);

    /// A provider whose streams end when the test lets them.
    private ScriptedUpstream provider() throws IOException {
        var provider = new ScriptedUpstream(wire -> {
            wire.stream().event(PIECE);
            go.await(); // the time-out of the class is the only limit: on a busy machine a jar takes its time
            wire.event(LAST).event("[DONE]").close();
        });
        GatewayProcess.configure(home, provider.url());
        return provider;
    }

    @AfterEach
    void endStreams() {
        go.countDown();
    }

    private GatewayProcess.Told run(String... words) {
        return GatewayProcess.run(home, words);
    }

    private static String rest(HttpURLConnection stream) throws IOException {
        return new String(stream.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    // ── stop ──

    @Test
    void stopLetsStreamsFinish() throws Exception {
        try (var _ = provider(); var gateway = GatewayProcess.start(home, "--port=0")) {
            var stream = gateway.stream();
            var stopping = new Thread(() -> assertEquals(0, run("stop").exitCode()));
            stopping.start();
            gateway.await("stopping: letting requests finish");
            while (Instances.in(home, _ -> {}).draining().isEmpty()) Thread.sleep(5); // the class has a time-out
            var status = run("status");
            assertEquals(1, status.exitCode());
            assertEquals("process " + gateway.pid() + ", which listened on " + gateway.url()
                + ", is stopping and is finishing 1 request\n", status.out());
            go.countDown();
            assertTrue(rest(stream).endsWith("data: [DONE]\n\n"));
            stopping.join();
            assertEquals(0, gateway.ended());
            assertEquals(List.of(), Instances.in(home, _ -> {}).all());
        }
    }

    @Test
    void whoDoesNotListenIsSignalled() throws Exception {
        try (var _ = provider(); var gateway = GatewayProcess.start(home, "--port=0", "--drain-timeout=0")) {
            gateway.signal("STOP");
            var told = run("stop", "--json");
            assertEquals(0, told.exitCode(), told.err());
            var entry = (Json.Obj) ((Json.Obj) Json.parse(told.out())).items("gateways").getFirst();
            assertEquals("SIGKILL", entry.text("by"), told.out());
            assertFalse(gateway.isAlive());
        }
    }

    @Test
    void whoTakesTooLongIsSignalled() throws Exception {
        try (var _ = provider(); var gateway = GatewayProcess.start(home, "--port=0", "--drain-timeout=60")) {
            var own = Instances.in(home, _ -> {}).running().getFirst();
            HttpURLConnection open = gateway.stream();
            var hasty = new Instance(own.pid(), own.born(), own.host(), own.port(), own.control(), own.config(),
                new Instance.Terms(true, false, false, 0, false), own.version(), own.key(),
                own.certificate(), own.startedAt(), own.jar(), false);
            assertEquals(StopResult.TERMINATED, StopResult.of(hasty));
            assertEquals(143, gateway.ended(), "it was told a second time");
            String last = rest(open);
            assertTrue(last.contains("The gateway stops before the answer is complete"), last);
        }
    }

    @Test
    void withoutAnyGatewayThereIsNothingToDo() {
        assertEquals(new GatewayProcess.Told(0, "no gateway of yours runs\n", ""), run("stop"));
        assertEquals(1, run("reload").exitCode());
        assertEquals(0, run("stop", "--port=1").exitCode());
    }

    @Test
    void oneOfSeveralMustBeNamed() throws Exception {
        try (var _ = provider(); var one = GatewayProcess.start(home, "--port=0"); var two = GatewayProcess.start(home,
            "--port=0")) {
            var told = run("stop");
            assertEquals(2, told.exitCode());
            assertTrue(told.err().contains(one.url()) && told.err().contains(two.url()) && told.err().contains("--all"),
                told.err());
            String status = run("status").out();
            assertTrue(status.contains("runs on " + one.url()) && status.contains("runs on " + two.url()), status);
            assertEquals(0, run("stop", "--port=" + one.port()).exitCode());
            assertEquals(0, one.ended());
            assertTrue(two.isAlive());
            assertEquals(0, run("stop", "--all").exitCode());
            assertEquals(0, two.ended());
        }
    }

    // ── signals ──

    @Test
    void theSecondSignalCutsAtOnce() throws Exception {
        try (var _ = provider(); var gateway = GatewayProcess.start(home, "--port=0")) {
            gateway.stream();
            gateway.signal("INT");
            gateway.await("stopping: letting requests finish");
            assertTrue(gateway.isAlive());
            gateway.signal("INT");
            assertEquals(130, gateway.ended());
        }
    }

    @Test
    void aDrainThatASignalBeganEndsWithZero() throws Exception {
        try (var _ = provider(); var gateway = GatewayProcess.start(home, "--port=0")) {
            gateway.signal("TERM");
            assertEquals(0, gateway.ended());
        }
    }

    @Test
    void aHangupReadsTheConfigurationAndSoDoesReload() throws Exception {
        try (var _ = provider(); var gateway = GatewayProcess.start(home, "--port=0", "--watch-config=false")) {
            Path file = home.resolve(".llm-router.json");
            String before = Files.readString(file);
            Files.writeString(file, before.replace("\"requests\":1000000", "\"requests\":5"));
            gateway.signal("HUP");
            gateway.await("configuration reloaded: ");
            var again = run("reload");
            assertEquals(0, again.exitCode(), again.err());
            assertTrue(again.out().contains("no effective change"), again.out());
            Files.writeString(file, "{");
            var refused = run("reload");
            assertEquals(1, refused.exitCode());
            assertTrue(refused.err().contains("not taken, the old one stays"), refused.err());
            assertEquals(0, run("status").exitCode());
        }
    }

    // ── another jar ──

    /// The classes under test as a jar.
    private Path jar(String name, String remark) throws IOException {
        Path classes = Path.of(URI.create(LlmRouter.class.getProtectionDomain().getCodeSource().getLocation()
            .toString()));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, LlmRouter.class.getName());
        Path jar = home.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest); var files = Files.walk(classes)) {
            out.setComment(remark);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private GatewayProcess fromJar(Path jar, Map<String, String> environment) throws Exception {
        var settings = new HashMap<>(Map.of("LLM_ROUTER_BINARY_WATCH_INTERVAL_MS", "1000"));
        settings.putAll(environment);
        return GatewayProcess.launch(home, settings,
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()), "--port=0").listening();
    }

    @Test
    void aReplacedJarTakesOverWhileStreamsFinish() throws Exception {
        Path jar = jar("app.jar", "one");
        try (var _ = provider(); var gateway = fromJar(jar, Map.of())) {
            var stream = gateway.stream();
            long first = Instances.in(home, _ -> {}).running().getFirst().pid();
            Files.writeString(home.resolve("half.jar"), "no jar at all");
            Files.copy(home.resolve("half.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
            gateway.await("does not work; this gateway goes on");
            Files.write(jar, Files.readAllBytes(jar("next.jar", "the next version"))); // in place, as cp does
            gateway.await("taking over from process " + first);
            gateway.await("another gateway takes over");
            go.countDown();
            assertTrue(rest(stream).endsWith("data: [DONE]\n\n"));
            long second = awaitOther(gateway, first);
            assertTrue(gateway.isAlive(), "the first process must run as long as the gateway does");
            assertEquals(0, run("stop").exitCode());
            assertEquals(0, gateway.ended(), gateway.said());
            assertFalse(ProcessHandle.of(second).filter(ProcessHandle::isAlive).isPresent());
        }
    }

    private long awaitOther(GatewayProcess gateway, long first) throws IOException, InterruptedException {
        for (int i = 0; i < 3000; i++) {
            for (Instance instance : Instances.in(home, _ -> {}).running()) {
                if (instance.pid() != first) return instance.pid();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no gateway is listed: " + gateway.said());
    }

    @Test
    void underAServiceManagerAReplacedJarEndsTheOldOne() throws Exception {
        Path jar = jar("app.jar", "one");
        try (var _ = provider(); var gateway = fromJar(jar, Map.of("LLM_ROUTER_MANAGED_BY_STARTUP", "1"))) {
            Files.move(jar("next.jar", "the next version"), jar, StandardCopyOption.REPLACE_EXISTING);
            gateway.await("so that the service manager starts the new one");
            assertEquals(0, gateway.ended(), gateway.said());
        }
    }
}
